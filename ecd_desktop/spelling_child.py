"""The process in which Hunspell lives: a question in JSON on each line of its input, an answer on each of its output.

``{}`` asks whether it works, ``{language, words}`` which of them are wrong, ``{language, word}`` for suggestions.  It
ends where its input ends, so also when the program was killed.  Little is imported: it starts in a tenth of a second.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import resources

FOLDER = Path(resources.__file__).resolve().parent
MOST = 5  # suggestions


def main() -> int:
    """Answer until nobody asks any more."""
    try:
        import hunspell
    except Exception:  # no wheel for this system, or one whose library does not load here
        hunspell = None
    held: dict[str, Any] = {}
    # Not sys.stdin: a windowed bundle has none, yet the handles are there.
    with open(0, "rb", closefd=False) as source, open(1, "wb", closefd=False) as target:
        for line in source:
            question = json.loads(line)
            answer: dict[str, Any] = {"ready": hunspell is not None}
            if hunspell is not None and (language := question.get("language")):
                if language not in held:
                    held[language] = dictionary(hunspell, language)
                answer = answered(held[language], question)
            target.write(json.dumps(answer).encode("ascii") + b"\n")
            target.flush()
    return 0


def dictionary(hunspell: Any, language: str) -> Any:
    """The dictionary of a language with the office's own words, and with the districts: their names are the same."""
    made = hunspell.Hunspell(language, hunspell_data_dir=str(FOLDER / "dictionaries"), system_encoding="utf-8")
    own = FOLDER / "dictionaries" / f"{language}-own.txt"
    lines = own.read_text(encoding="utf-8").splitlines() if own.is_file() else []
    for line in lines:
        word, _slash, like = line.partition("/")
        if word and not word.startswith("#"):
            made.add_with_affix(word, like) if like else made.add(word)
    for name in re.findall(r"[^\W\d_]{2,}", (FOLDER / "reference" / "districts.csv").read_text(encoding="utf-8")):
        if name[0].isupper() and not made.spell(name):
            made.add(name)
    return made


def answered(held: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Which words are wrong, or what may have been meant by one."""
    if "words" in question:
        return {"wrong": [word for word in question["words"] if not held.spell(word)]}
    found = dict.fromkeys(held.suggest(question["word"]))
    return {"suggestions": [one for one in found if one][:MOST]}
