"""The draft for a word processor: all of the acta once, tables whole, nothing of what people typed read as markup."""

import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from db.queries.meeting_papers import MeetingPaper, Topic
from ecd_desktop.reports import word_copy
from ecd_desktop.reports.word_copy import Copied
from tests.ecd_desktop.reports import invented, meetings, paper

NAUGHTY = "<b>&amp; </td></table><script>alert(1)</script> “ñawi” 🎉👩‍👧 שלום \u202e k’anchay\u0000\ud83d {name} %s"


def draft(told: MeetingPaper | None = None, language: str = "es") -> Copied:
    return word_copy.draft(told or meetings.meeting(), head=invented.head(code=""), language=language)


class Read(HTMLParser):
    """Text, and how often each element begins and ends."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.begun: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()
        self.cells: list[int] = []  # of each row
        self.feed(source)
        self.text = paper.squeezed("".join(self.said))

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.begun[tag] += 1
        if tag == "tr":
            self.cells.append(0)
        elif tag in ("td", "th"):
            self.cells[-1] += 1

    def handle_endtag(self, tag: str) -> None:
        self.ended[tag] += 1

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def test_everything_stands_in_it_once_in_both_forms() -> None:
    made = draft()
    for text in (Read(made.html).text, paper.squeezed(made.plain)):
        for words in (*meetings.AGREED, *(row[0] for row in meetings.PROMISED)):
            assert text.count(paper.squeezed(words)) == 1
        places = [text.find(paper.squeezed(said)) for said in ("I.Datosgenerales", "V.Seguimientodecompromisos",
                  "VI.Acuerdos", "VII.Compromisos", "IX.Cierre", "FICTICIOS")]  # fmt: skip
        assert -1 not in places
        assert places == sorted(places)
        for *_rest, document in meetings.PEOPLE:
            assert not document or document not in text  # a draft goes from hand to hand
    assert "\t".join(("1", meetings.AGREED[0] + " (ACU-2021-001)")) in made.plain


def test_tables_are_whole_and_bold_and_lists_stay() -> None:
    read = Read(draft().html)
    assert read.begun["table"] == read.ended["table"] >= 7
    assert read.begun["tr"] == read.ended["tr"]
    assert read.begun["td"] + read.begun["th"] == read.ended["td"] + read.ended["th"] == sum(read.cells)
    assert "<b>sombra antes de febrero</b>" in draft().html
    assert "•Toldotensado" in read.text


def test_what_people_typed_is_text_whatever_it_looks_like() -> None:
    told = meetings.meeting(
        text=NAUGHTY, subject=NAUGHTY, agreed=(replace(meetings.meeting().agreed[0], text=NAUGHTY),),
        topics=(Topic(NAUGHTY, conclusion=NAUGHTY, presenter=NAUGHTY),), next_agenda=NAUGHTY, venue=NAUGHTY,
        attendees=(replace(meetings.attendee(0), name=NAUGHTY, organisation=NAUGHTY, role=NAUGHTY),),
    )  # fmt: skip
    made = draft(told)
    read, plain = Read(made.html), Read(draft(meetings.meeting(subject="x")).html)
    assert "script" not in read.begun
    assert set(read.begun) <= set(plain.begun)
    shown = paper.squeezed("<b>&amp; </td></table><script>alert(1)</script> “ñawi” 🎉👩‍👧 שלום k’anchay {name} %s")
    assert read.text.count(shown) >= 9
    assert paper.squeezed(made.plain).count(shown) >= 9
    made.html.encode()  # no half of a pair is left
    assert not {"\u0000", "\u202e"} & set(made.html + made.plain)


SOFFICE = shutil.which("soffice")
WRITER = bool(SOFFICE) and any(Path(SOFFICE or "").resolve().parent.glob("*swlo.*"))


@pytest.mark.skipif(not WRITER, reason="LibreOffice Writer is not on this computer: what it makes of it cannot be read")
@pytest.mark.timeout(300)
def test_writer_takes_the_tables_whole(tmp_path: Path) -> None:
    told = meetings.meeting(venue="Local <b>comunal</b> & sala 2 🎉")
    made = draft(told)
    (tmp_path / "acta.html").write_text(made.html, encoding="utf-8")
    subprocess.run(
        [SOFFICE or "", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--infilter=HTML (StarWriter)", "--convert-to", "odt:writer8", "--outdir", str(tmp_path),
         str(tmp_path / "acta.html")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with zipfile.ZipFile(tmp_path / "acta.odt") as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    space = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    tables = list(root.iter(f"{space}table"))
    read = Read(made.html)
    assert len(tables) == read.begun["table"]
    rows = [sum(1 for cell in row if cell.tag == f"{space}table-cell") for row in root.iter(f"{space}table-row")]
    assert rows == read.cells
    text = paper.squeezed("".join(root.itertext()))
    for words in (*meetings.AGREED, *(row[0] for row in meetings.PROMISED), "Local <b>comunal</b> & sala 2 🎉"):
        assert text.count(paper.squeezed(words)) >= 1
    assert text.count(paper.squeezed(meetings.AGREED[0])) == 1
