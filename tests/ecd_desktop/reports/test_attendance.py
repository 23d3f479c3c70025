"""Lista de asistencia: room to write in, for offices and for neighbours, with names and blank."""

from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from db.queries.meeting_papers import MeetingPaper
from db.records.meetings import MeetingKind
from ecd_desktop.reports import attendance
from ecd_desktop.reports.page import Written
from tests.ecd_desktop.reports import invented, meetings, paper


def write(path: Path, told: MeetingPaper | None = None, **options: object) -> Written:
    return attendance.write(path, told or meetings.meeting(), **({"head": invented.head(code="")} | options))  # type: ignore[arg-type]


def numbers(path: Path) -> list[int]:
    """The numbers of the rows."""
    return [int(line) for lines in paper.lines(path) for line in lines if line.strip().isdigit()]


def test_the_list_of_an_office_has_everybody_invited_and_ten_rows_more(tmp_path: Path) -> None:
    write(tmp_path / "a.pdf", language="en")
    text = paper.words(tmp_path / "a.pdf")
    for name, organisation, post, document in meetings.PEOPLE:
        assert paper.squeezed(name) in text
        assert paper.squeezed(organisation) in text
        assert paper.squeezed(post) in text
        assert not document or document not in text  # everybody writes their own
    for heading in ("DNI or CE", "E-mail", "Signature", "Mobile", "Image", "Sex"):
        assert paper.squeezed(heading) in text
    rows = numbers(tmp_path / "a.pdf")
    assert rows == list(range(1, len(rows) + 1))
    assert len(rows) >= 22


def test_neighbours_are_asked_for_least(tmp_path: Path) -> None:
    write(tmp_path / "a.pdf", meetings.assembly(12), language="en")
    text = paper.words(tmp_path / "a.pdf")
    for heading in ("Thumb-print", "Age or range", "Children are counted, not written down."):
        assert paper.squeezed(heading) in text
    assert "E-mail" not in text
    assert "DNI" not in text
    write(tmp_path / "b.pdf", meetings.assembly(12), language="en", neighbours=False)
    assert "E-mail" in paper.words(tmp_path / "b.pdf")


@pytest.mark.parametrize("kind", [MeetingKind.TECHNICAL, MeetingKind.ASSEMBLY])
def test_a_blank_list_names_nobody_and_ends_with_its_totals(tmp_path: Path, kind: MeetingKind) -> None:
    write(tmp_path / "a.pdf", replace(meetings.meeting(), kind=kind), blank=True, language="en")
    text = paper.words(tmp_path / "a.pdf")
    assert not any(paper.squeezed(name) in text for name, *_rest in meetings.PEOPLE)
    assert len(numbers(tmp_path / "a.pdf")) >= 30
    assert "TotalF:" in text
    for page in PdfReader(tmp_path / "a.pdf").pages:
        assert page.mediabox.width > page.mediabox.height


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 20, 31, 57])
def test_pages_are_filled_and_the_totals_stand_with_rows(tmp_path: Path, count: int) -> None:
    for told in (meetings.assembly(count), replace(meetings.assembly(count), kind=MeetingKind.TECHNICAL)):
        pages = write(tmp_path / "a.pdf", told, language="en").pages
        texts = paper.pages(tmp_path / "a.pdf")
        assert len(numbers(tmp_path / "a.pdf")) >= max(count + 10, 20)
        for number, text in enumerate(texts, 1):
            assert "Family and given names" in text
            assert f"Page {number} of {pages}" in text
            assert "29733" in text
        assert "Total F:" in texts[-1]
        assert [line for line in paper.lines(tmp_path / "a.pdf")[-1] if line.strip().isdigit()]


def test_people_are_told_what_their_data_are_for_before_they_write(tmp_path: Path) -> None:
    for language, told in (("en", "show who took part"), ("es", "acreditar la participación")):
        write(tmp_path / "a.pdf", language=language)
        first = paper.squeezed(paper.pages(tmp_path / "a.pdf")[0])
        assert paper.squeezed(told) in first
        assert paper.squeezed("Coordinación de Primera Infancia, Municipalidad Metropolitana de Lima") in first
        assert first.find(paper.squeezed(told)) < first.find(paper.squeezed(meetings.PEOPLE[0][0]))


def test_markup_in_names_is_printed_as_it_stands(tmp_path: Path) -> None:
    people = (replace(meetings.attendee(0), name="<b>A & B</b>", organisation="</para>", role="nombre " * 30),)
    write(tmp_path / "a.pdf", meetings.meeting(attendees=people))
    assert "<b>A&B</b>" in paper.words(tmp_path / "a.pdf")
