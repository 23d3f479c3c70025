"""Spelling: which words of a text are looked up, the person's own words, and the child process that knows the rest.

Hunspell's wrapper holds Python's lock while it loads a dictionary (0.1 to 0.3 s) and while it looks for suggestions
(0.15 to 0.45 s): in a thread it would stop the window for as long.  So it lives in a process of its own
(``spelling_child``), which is started at the first question and ends with this one.  Every question here waits for its
answer: ask from a worker.
"""

from __future__ import annotations

import atexit
import importlib.util
import json
import re
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ecd_desktop import paths
from ecd_desktop.errors import from_os_error
from ecd_desktop.files import written

CHECK_SPELLING = "--check-spelling"
"""First argument by which a frozen program becomes the spelling child."""

LONGEST = 50  # letters; what is longer is no word
PATIENCE = 10.0  # seconds for one answer; Hunspell itself gives up earlier
STARTS = 3  # a child that dies again and again is not started any more

_START = (
    "import sys; n = int(sys.argv[1]); sys.path[:0] = sys.argv[2:2 + n];"
    "from ecd_desktop.spelling_child import main; sys.exit(main())"
)
_MARKS = "\u0300-\u036f"  # accents that stand apart from their letter, as in text from a Mac
_NO_WORDS = re.compile(
    r"(?:https?://|www\.)\S+"  # addresses
    r"|\S+@\S+"  # mail
    rf"|[#@][\w{_MARKS}]+"
    r"|\w+(?:[.-]\w+)*\.[a-z]{2,4}\b(?!\s*=)"  # files and sites: plano.pdf, munlima.gob.pe
)
_TOKEN = re.compile(rf"[\w{_MARKS}]+(?:['’\-‑][\w{_MARKS}]+)*")
_PART = re.compile(r"[^\-‑]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands, in characters of the text; ``text`` is as dictionaries write it."""

    start: int
    end: int
    text: str


def words(text: str) -> Iterator[Word]:
    """The words of a text that can be misspelt.

    Left out are codes (COM-2026-001) and whatever has a digit, acronyms, addresses, file names and single letters.
    """
    shut = [found.span() for found in _NO_WORDS.finditer(text)]
    for token in _TOKEN.finditer(text):
        if any(start < token.end() and token.start() < end for start, end in shut):
            continue
        if any(letter.isdigit() or letter == "_" for letter in token[0]):
            continue
        parts = list(_PART.finditer(token[0]))
        for part in parts:
            plain = unicodedata.normalize("NFC", part[0]).replace("’", "'")
            if not _is_looked_up(plain, alone=len(parts) == 1):
                continue
            yield Word(token.start() + part.start(), token.start() + part.end(), plain)


def _is_looked_up(word: str, *, alone: bool) -> bool:
    """Not so: single letters, acronyms (also EMAPEs and NGO's), names like WhatsApp, and «co» beside a hyphen."""
    inside_capitals = any(letter.isupper() for letter in word[1:])
    return (2 if alone else 3) <= len(word) <= LONGEST and not inside_capitals


class OwnWords:
    """The words that the person added, one on each line of a file beside the settings; it may be edited by hand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._words: set[str] = set()

    @classmethod
    def beside(cls, settings_file: Path) -> OwnWords:
        """Those that belong to these settings, not read yet."""
        return cls(settings_file.with_name("words.txt"))

    def __contains__(self, word: str) -> bool:
        """Whether it is one of them; one in small letters is also known at the beginning of a sentence."""
        return word in self._words or (word[:1].isupper() and word[:1].lower() + word[1:] in self._words)

    def read(self) -> frozenset[str]:
        """What the file holds; nothing where there is none or it cannot be read.  Reads a file: ask from a worker."""
        try:
            lines = self.path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        except OSError:
            return frozenset()
        return frozenset(filter(None, (unicodedata.normalize("NFC", line).strip() for line in lines)))

    def take(self, held: Iterable[str]) -> None:
        """These are known from now on."""
        self._words = set(held)

    def put(self, word: str, *, known: bool) -> None:
        """Know a word, or know it no more; in memory only, ``keep`` writes it."""
        if known:
            self._words.add(word)
        else:
            self._words -= {word, word[:1].lower() + word[1:]}

    def keep(self, word: str, *, known: bool) -> None:
        """Write it into the file, or out of it; what else the file holds by now stays.  Raises Expected."""
        held = set(self.read())
        held = held | {word} if known else held - {word, word[:1].lower() + word[1:]}
        try:
            paths.made(self.path.parent)
        except OSError as exc:
            raise from_os_error(exc, self.path.parent) from exc
        with written(self.path) as part:
            part.write_text("".join(f"{one}\n" for one in sorted(held)), encoding="utf-8", newline="\n")


class Speller:
    """The child and the questions to it, one at a time, from any thread."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._starts = 0
        self._ready = False
        self._turn = threading.Lock()

    def works(self) -> bool:
        """Whether this computer has a spell checker; found out once, by starting it."""
        return self._ask({}) is not None

    def wrong(self, language: str, asked: Iterable[str]) -> frozenset[str]:
        """Those of the words that the dictionary of ``es`` or ``en`` does not know; none where nothing checks."""
        answer = self._ask({"language": language, "words": list(asked)})
        return frozenset(answer["wrong"]) if answer else frozenset()

    def suggestions(self, language: str, word: str) -> tuple[str, ...]:
        """What may have been meant, the likeliest first."""
        answer = self._ask({"language": language, "word": word})
        return tuple(answer["suggestions"]) if answer else ()

    def close(self) -> None:
        """End the child; another question would start it again."""
        with self._turn:
            self._end()
            self._starts = 0

    # --- inside -------------------------------------------------------------------------------------------------------

    def _ask(self, question: dict[str, Any]) -> dict[str, Any] | None:
        with self._turn:
            while self._child is not None or self._starts < STARTS:
                if self._child is None:
                    self._starts += 1
                    if not self._start():
                        return None
                if (answer := self._answer(question)) is not None:
                    if question:  # it is at work: what ends it later is no fault that comes again at once
                        self._starts = 0
                    return answer
                self._end()
            return None

    def _start(self) -> bool:
        """Whether there is a child that has Hunspell."""
        if not (getattr(sys, "frozen", False) or _roots()):
            self._starts = STARTS
            return False
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        try:
            self._child = subprocess.Popen(
                command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=flags
            )
        except OSError:
            return False
        if (answer := self._answer({})) is not None and answer.get("ready"):
            return True
        self._end()
        if answer is not None:  # it said so itself: that will not change
            self._starts = STARTS
        return False

    def _answer(self, question: dict[str, Any]) -> dict[str, Any] | None:
        """What the child says; None where it died or said nothing in time."""
        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            return None
        late = threading.Timer(PATIENCE, child.kill)
        late.daemon = True
        late.start()
        try:
            child.stdin.write(json.dumps(question).encode("ascii") + b"\n")
            child.stdin.flush()
            answer: dict[str, Any] = json.loads(child.stdout.readline())
        except (OSError, ValueError):
            return None
        finally:
            late.cancel()
        return answer

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        for stream in (child.stdin, child.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()
        try:
            child.wait(1)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


speller = Speller()
"""The program's one speller."""

atexit.register(speller.close)


def command() -> list[str]:
    """What starts the child."""
    if getattr(sys, "frozen", False):
        return [sys.executable, CHECK_SPELLING]
    roots = _roots()
    return [sys.executable, "-I", "-S", "-X", "utf8", "-c", _START, str(len(roots)), *roots]


@cache
def _roots() -> tuple[str, ...]:
    """Where the child finds our package and Hunspell, found without importing it here; empty where it is missing."""
    spec = importlib.util.find_spec("hunspell")
    if spec is None or spec.origin is None:
        return ()
    return tuple(dict.fromkeys((str(Path(__file__).resolve().parents[1]), str(Path(spec.origin).resolve().parents[1]))))
