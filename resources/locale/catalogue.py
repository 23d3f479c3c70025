"""Bring the catalogues of words up to the source, and say what a catalogue lacks: `run.py translate`.

The marked sentences (`_`, `N_`, `ngettext`, `pgettext`) of the program and of run.py are sorted into every
`<language>/LC_MESSAGES/ecd_desktop.po`; what was translated stays, what the source no longer says is kept as a
comment until `--prune`. The `.mo` beside it is what the program reads. Both are committed; neither holds dates or line
numbers, so that two runs write the same bytes.
"""

import io
import string
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LOCALE = Path(__file__).resolve().parent
ROOT = LOCALE.parents[1]
SOURCES = ("ecd_desktop", "ui", "db", "run.py")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
COMMENT = "Translators:"  # a comment that begins so, above a sentence, stands beside it in the catalogue
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/ecd_desktop.po"))


def path_of(language: str, suffix: str) -> Path:
    """Where a catalogue lies; the suffix is `.po` or `.mo`."""
    return LOCALE / language / "LC_MESSAGES" / f"ecd_desktop{suffix}"


def marked() -> Catalog:
    """Every sentence that the source marks, each once, with the translator's comments."""
    found = Catalog(charset="utf-8")
    for source in SOURCES:
        place = ROOT / source
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            for _line, words, comments, context in extract_from_file(
                "python", path, KEYWORDS, [COMMENT], strip_comment_tags=True
            ):
                found.add(words, auto_comments=comments, context=context)
    return found


def read(language: str) -> Catalog:
    """A language's catalogue as it stands; empty where there is none."""
    path = path_of(language, ".po")
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merged(*, source: Catalog, known: Catalog, prune: bool = False) -> Catalog:
    """The source's sentences with the translations known; what the source no longer says is set apart."""
    result = Catalog(locale=known.locale, charset="utf-8", creation_date=NO_DATE, revision_date=NO_DATE, fuzzy=False)
    for message in messages(source):
        old = known.get(message.id, message.context) or known.obsolete.get(forms(message.id)[0])
        keeps = old is not None and bool(old.pluralizable) == bool(message.pluralizable)
        result.add(
            message.id,
            old.string if old is not None and keeps else "",
            flags={"fuzzy"} if old is not None and keeps and old.fuzzy else (),
            auto_comments=message.auto_comments,
            user_comments=old.user_comments if old is not None else (),
            context=message.context,
        )
    if not prune:
        for old in (*messages(known), *known.obsolete.values()):
            if filled(old) and source.get(old.id, old.context) is None:
                result.obsolete[forms(old.id)[0]] = old
    return result


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as text, sorted, with a header that never changes."""
    body = io.BytesIO()
    write_po(body, catalogue, width=110, no_location=True, omit_header=True, sort_output=True)
    header = (
        'msgid ""\n'
        'msgstr ""\n'
        '"Project-Id-Version: ECD Desktop\\n"\n'
        f'"Language: {catalogue.locale}\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return header.encode() + body.getvalue().strip() + b"\n"


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as the program reads it: translated sentences only."""
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    body = io.BytesIO()
    write_mo(body, catalogue)
    return body.getvalue()


def update(language: str, *, prune: bool = False) -> tuple[int, int]:
    """Rewrite one language's two files where they change; (sentences, those still without words)."""
    catalogue = merged(source=marked(), known=read(language), prune=prune)
    for suffix, content in ((".po", as_po(catalogue)), (".mo", as_mo(catalogue))):
        path = path_of(language, suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
    every = list(messages(catalogue))
    return len(every), sum(not filled(message) for message in every)


def problems(language: str) -> Iterator[str]:
    """What keeps a language's catalogue from being complete and right, a sentence each."""
    source, known = marked(), read(language)
    for message in messages(source):
        told = known.get(message.id, message.context)
        if told is None or not filled(told):
            yield f"not translated: {message.id!r}"
        elif told.fuzzy:
            yield f"still marked fuzzy: {message.id!r}"
        else:
            yield from misfits(told)
    for message in messages(known):
        if source.get(message.id, message.context) is None:
            yield f"no longer in the source: {message.id!r}"
    compiled = path_of(language, ".mo")
    if not compiled.exists() or compiled.read_bytes() != as_mo(merged(source=source, known=known)):
        yield f"{compiled.name} is older than the words: python3 run.py translate"


def misfits(message: Message) -> Iterator[str]:
    """Named places or access keys that a translation lost or invented."""
    originals = forms(message.id)
    allowed, needed = places(originals[-1]), places(originals[0])
    if len(originals) > 1:
        needed -= {"n"}  # "one action item" need not say 1
    for translation in forms(message.string):
        if not needed <= places(translation) <= allowed:
            yield f"other named places: {originals[0]!r} → {translation!r}"
        if keys(translation) != keys(originals[0]):
            yield f"other access keys: {originals[0]!r} → {translation!r}"


def places(sentence: str) -> set[str]:
    """The names in braces."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name is not None}


def keys(sentence: str) -> int:
    """How many letters are marked as access keys with an ampersand."""
    plain = sentence.replace("&&", "")
    return sum(plain[n + 1 : n + 2].isalnum() for n, letter in enumerate(plain) if letter == "&")


def messages(catalogue: Catalog) -> Iterator[Message]:
    """The sentences without the header."""
    return (message for message in catalogue if message.id)


def forms(words: str | Iterable[str] | None) -> list[str]:
    """One sentence, or singular and plural."""
    return [words] if isinstance(words, str) else list(words or ())


def filled(message: Message) -> bool:
    """Whether every form has words."""
    return all(forms(message.string)) and bool(message.string)


def main(arguments: list[str]) -> int:
    """Update every catalogue and say how it stands."""
    if set(arguments) - {"--prune"}:
        print("usage: run.py translate [--prune]", file=sys.stderr)
        return 2
    for language in languages() or ["es"]:
        every, empty = update(language, prune="--prune" in arguments)
        print(f"{language}: {every} sentences, {empty} without words")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
