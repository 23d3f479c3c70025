"""Five hundred naughty texts on their way through minutes: cards, acta, list, agenda, public version, Word, workbook.

Each stands between two marks that belong to it alone; where nothing in it is rewritten on the way, it is read back
letter by letter.
"""

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from openpyxl import load_workbook

from db.errors import Refused
from db.queries.meeting_papers import Agreed, MeetingPaper, Promised, Topic
from db.queries.privacy import Privacy
from db.records import ActionItem, Organisation, fields_of
from db.store import Store
from ecd_desktop.calendar import clock
from ecd_desktop.exchange import export
from ecd_desktop.language import speech
from ecd_desktop.minutes_text import Tag, read_minutes
from ecd_desktop.reports import agenda, attendance, minutes, public_version, word_copy
from ecd_desktop.reports.typeface import printable
from tests.ecd_desktop.exchange.handed_out import CALENDAR, TODAY
from tests.ecd_desktop.reports import invented, meetings, paper

PIECES = (
    "<b>", "</b>", "</para>", "&", "&amp;", "&#0;", "<font color=red>", "<script>alert(1)</script>", "{name}", "{0}",
    "%s", "%(x)d", "**", "*", "__", "***a", "# ", "- ", "1. ", "🎉", "👩‍👧", "🇵🇪", "שלום", "مرحبا بكم",
    "\u202eal revés\u202c", "\u2066aislado\u2069", "ñawi q'aytu ch'uspa", "k’anchay", "wawa wasi ñañay", "Ñ", "ñ",
    "\u0000", "\ud83d", "\t", "\n", "\r\n", "\x0b", "\u2028", "\x85",
    "ACUERDO", "ACUERDO:", "RIESGO", "COMPROMISO x", "@", "#", "@EMAPE", "/",
    "\\", "(", ")", "%page 1", "BT", "ET", "a" * 300, "—", "ﷺ", "A̴̵̜̰͔ͫ͗͢", "½²", "=1+1", "=SUM(1;2)", "+51", "-1", "'", '"',
    "]]>", "<!--", "-->", "\ufeff", "\uffff", "\U0010ffff", "NULL", "DROP TABLE actas;--", "S/ 18,400.00", "12.5 %",
    "العربية", "中文", "ﬁ", "Ω", "e\u0301", "\xa0", "\xad", "DNI 44556677", "viernes", "30/02/2026", "//", "|", "~",
)  # fmt: skip
WORDS = ("la", "banca", "norte", "del", "parque", "se", "pinta", "con", "el", "comité", "de", "madres", "en", "febrero")
COUNT, BATCH = 500, 100
ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "p", "h1", "h2", "h3", "b", "i", "br", "table", "thead", "tbody",
    "tr", "th", "td", "small",
}  # fmt: skip
"""What a copy for Word is made of."""


def naughty() -> Iterator[str]:
    """Five hundred texts, the same ones every time; three of 40,000 letters."""
    chance = random.Random(20_261_123)
    for n in range(COUNT - 3):
        parts = chance.choices(PIECES, k=chance.randint(1, 9)) + chance.choices(WORDS, k=chance.randint(0, 9))
        chance.shuffle(parts)
        yield (" " if n % 3 else "").join(parts)
    for unit in ("<b>& ", "ñawi ", "x"):
        yield unit * (40_000 // len(unit))


FIELD = fields_of(ActionItem)["description"]
REASONS: list[str] = []
TEXTS = tuple(f"aquí{n}z {text} allá{n}z" for n, text in enumerate(naughty()))
ENDS = tuple((f"aquí{n}z", f"allá{n}z") for n in range(COUNT))


def plain(text: str) -> str:
    """One line of it, as somebody types it."""
    return " ".join(text.split())


def batches() -> Iterator[tuple[range, MeetingPaper]]:
    """Meetings that hold the texts, a hundred each, in every place where people type."""
    for first in range(0, COUNT, BATCH):
        some = range(first, first + BATCH)
        yield some, meetings.meeting(
            agreed=tuple(Agreed(str(n), TEXTS[n]) for n in some),
            promised=tuple(Promised(str(n), "", f"plazo {n}", TEXTS[n][:200]) for n in some[:5]),
            topics=tuple(Topic(TEXTS[n][:120], conclusion=TEXTS[n][:300]) for n in some[5:10]),
            attendees=tuple(
                replace(meetings.attendee(n), name=TEXTS[n][:120], role=TEXTS[n][:90]) for n in some[10:20]
            ),
            text="\n\n".join(TEXTS[n][:2_000] for n in some[20:30]), earlier=(), venue=TEXTS[first][:200],
            subject=TEXTS[first][:200], next_agenda=TEXTS[first + 1][:2_000], next_venue=TEXTS[first + 2][:200],
        )  # fmt: skip


def test_each_becomes_a_card_with_its_words() -> None:
    typed = "\n".join(f"ACUERDO: {plain(text)}" for text in TEXTS)
    cards = read_minutes(typed, today=date(2026, 6, 10)).of(Tag.DECISION)
    assert len(cards) == COUNT
    for card, text in zip(cards, TEXTS, strict=True):
        assert card.said == plain(text)


def test_each_is_printed_on_an_acta_in_a_copy_for_word_and_in_public(tmp_path: Path) -> None:
    tried = exact = 0
    head = invented.head(code="")
    for some, told in batches():
        minutes.write(tmp_path / "a.pdf", told, head=head, language="es")
        printed = paper.squeezed("".join(paper.pages(tmp_path / "a.pdf")))
        copied = word_copy.draft(told, head=head, language="es")
        read = Reading(copied.html)
        for n in some:
            for mark in ENDS[n]:
                assert mark in printed, TEXTS[n][:200]
                assert mark in read.text
                assert mark in copied.plain
            assert paper.squeezed(word_copy.text_of(TEXTS[n])) in read.text
            if latin(TEXTS[n]):
                assert paper.squeezed(printable(TEXTS[n])) in printed
                exact += 1
            tried += 1
        assert read.elements <= ELEMENTS
        copied.html.encode()
        public_version.write_minutes(tmp_path / "p.pdf", told, Privacy(), head=head, language="es")
        shown = paper.squeezed("".join(paper.pages(tmp_path / "p.pdf")))
        assert all(mark in shown for n in some for mark in ENDS[n])
        assert "44556677" not in shown
    assert tried == COUNT
    assert exact > 100


def test_each_stands_in_an_agenda_and_a_list(tmp_path: Path) -> None:
    tried = 0
    topics = tuple(Topic(text[:120], presenter=text[:60]) for text in TEXTS)
    people = tuple(replace(meetings.attendee(0), name=text[:90], organisation=text[:40]) for text in TEXTS)
    told = meetings.meeting(topics=topics, attendees=people, earlier=())
    for write in (agenda.write, attendance.write):
        write(tmp_path / "a.pdf", told, head=invented.head(code=""), language="es")
        printed = paper.squeezed("".join(paper.pages(tmp_path / "a.pdf")))
        for begin, _end in ENDS:
            assert begin in printed
            tried += 1
    assert tried == 2 * COUNT


def test_each_is_recorded_and_handed_out_in_a_workbook_or_refused_in_words(store: Store, tmp_path: Path) -> None:
    kept: dict[str, str] = {}
    REASONS.clear()
    with store.change("A unit") as work:
        unit = work.add(Organisation(name="Gerencia Ficticia", acronym="GFS")).id
    for first in range(0, COUNT, BATCH):
        kept |= put(store, unit, range(first, first + BATCH))
    export.export_action_items(store, unit="GFS", path=tmp_path / "a.xlsx", clock=clock(TODAY, CALENDAR),
                               calendar=CALENDAR, language="es")  # fmt: skip
    page = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    rows = [[str(cell) for cell in row if cell is not None] for row in page.iter_rows(values_only=True)]
    cells = {cell.split("z ")[0]: cell for row in rows for cell in row if cell.startswith("aquí")}
    assert len(cells) == len(kept) == COUNT - 3
    for text in kept.values():
        held = text.replace("\uffff", "").replace("\ufffe", "")  # no file of Excel holds them
        assert paper.squeezed(cells[text.split("z ")[0]]) == paper.squeezed(held)
    assert REASONS  # the three long ones
    assert all(reason.strip() for reason in REASONS)


def put(store: Store, unit: object, some: range) -> dict[str, str]:
    """Record texts as they are typed, all at once, or one by one where one is refused; those that were kept."""
    typed = {f"COM-2026-{n:04}": str(FIELD.kind.parse(TEXTS[n], FIELD, speech("es"))) for n in some}
    try:
        with store.change("Naughty texts") as work:
            for code, text in typed.items():
                work.add(ActionItem(code=code, unit_id=unit, description=text))
    except Refused as exc:
        REASONS.append(str(exc))
        half = len(some) // 2
        return put(store, unit, some[:half]) | put(store, unit, some[half:]) if half else {}
    return typed


def latin(text: str) -> bool:
    """Whether nothing of a text is rewritten, or set from right to left, on its way to paper."""
    return len(text) < 5_000 and printable(text) == text and all(
        ord(char) < 0x250 and unicodedata.bidirectional(char) not in ("R", "AL") for char in text
    )  # fmt: skip


class Reading(HTMLParser):
    """The text of a document, and which elements it has."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.said: list[str] = []
        self.feed(source)
        self.text = paper.squeezed("".join(self.said))

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.elements.add(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


