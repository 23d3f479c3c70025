"""Matriz de compromisos: everything in scope once, readable in grey, nothing that must not leave."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from reportlab.lib.units import mm

from db.records.action_items import Reach
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, in_language
from ecd_desktop.lateness import days_late
from ecd_desktop.reports import commitments
from ecd_desktop.reports.page import LANDSCAPE, Written
from tests.ecd_desktop.reports import invented, paper


def write(path: Path, rows: list, **given: object) -> Written:
    options = {
        "head": invented.head(), "cutoff": invented.CUTOFF, "known": invented.KNOWN, "calendar": invented.calendar()
    }  # fmt: skip
    return commitments.write(path, rows, **(options | given))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("group_by", list(commitments.GROUPINGS))
def test_every_commitment_stands_in_it_exactly_once_with_its_accents(
    tmp_path: Path, language: str, group_by: str
) -> None:
    rows = invented.portfolio()
    write(tmp_path / "m.pdf", rows, language=language, group_by=group_by)
    text = paper.words(tmp_path / "m.pdf")
    for row in rows:
        assert text.count(row.code) == 1
        assert text.count(paper.squeezed(row.description)) == 1
        assert paper.squeezed(row.last_progress or "") in text


def test_a_thousand_commitments_print_with_their_heading_on_every_page(tmp_path: Path) -> None:
    rows = invented.many(1000)
    written = write(tmp_path / "m.pdf", rows, language="en")
    pages = paper.pages(tmp_path / "m.pdf")
    assert len(pages) == written.pages > 50
    found = re.findall(r"COM-2026-\d{3,4}", "".join(pages))
    assert sorted(found) == sorted(row.code for row in rows)
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {written.pages}" in text
        if number > 1:
            assert "Commitment" in text
            assert "Last progress" in text
            assert "Cut-off: 01/06/2026" in text


def test_without_commitments_there_is_one_clear_sentence_and_no_empty_table(tmp_path: Path) -> None:
    assert write(tmp_path / "m.pdf", [], language="en").pages == 1
    text = paper.pages(tmp_path / "m.pdf")[0]
    assert "There is no commitment in this scope up to the cut-off date." in text
    assert "Summary" not in text
    assert "Subtotal" not in text


def test_one_commitment_prints(tmp_path: Path) -> None:
    write(tmp_path / "m.pdf", [invented.item(code="COM-2026-001")])
    assert paper.words(tmp_path / "m.pdf").count("COM-2026-001") == 1


@pytest.mark.parametrize("language", ["es", "en", "qps"])
def test_no_text_is_smaller_than_eight_points_and_every_font_is_embedded(tmp_path: Path, language: str) -> None:
    write(tmp_path / "m.pdf", invented.portfolio(), language=language)
    assert min(paper.sizes(tmp_path / "m.pdf")) >= 8
    fonts = paper.fonts(tmp_path / "m.pdf")
    assert all(fonts.values())
    assert all("Inter" in name for name in fonts)


@pytest.mark.parametrize("language", ["es", "en"])
def test_it_speaks_the_language_asked_for_whatever_the_screens(tmp_path: Path, language: str) -> None:
    with in_language("en" if language == "es" else "es"):
        write(tmp_path / "m.pdf", invented.portfolio(), language=language)
    with in_language(language):
        title, page = _("Commitment matrix").upper(), _("Page {page} of {pages}")
    pages = paper.pages(tmp_path / "m.pdf")
    text = pages[0]
    assert title in text
    assert page.format(page=1, pages=len(pages)) in text
    assert ("1 de junio de 2026" if language == "es" else "1 June 2026") in text


def test_every_sentence_of_it_goes_through_the_catalogue(tmp_path: Path) -> None:
    write(tmp_path / "m.pdf", invented.portfolio(), language="qps")
    text = "".join(paper.pages(tmp_path / "m.pdf"))
    for word in ("Summary", "Subtotal", "Commitment", "Overdue", "Cut-off", "Rule of", "Page ", "Red", "Progress"):
        assert word not in text


def test_the_commitment_is_at_least_seventy_millimetres_wide_and_the_ten_columns_fill_the_page() -> None:
    columns = commitments._laid_out(commitments.DEFAULT_COLUMNS, LANDSCAPE.room, True)
    assert len(columns) == 10
    assert columns[3].heading == "Commitment"
    assert columns[3].width >= 70 * mm
    assert sum(column.width for column in columns) == pytest.approx(LANDSCAPE.room)


def test_columns_that_do_not_fit_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(Expected, match="do not fit"):
        write(tmp_path / "m.pdf", invented.portfolio(), columns=tuple(commitments.COLUMNS))
    assert list(tmp_path.iterdir()) == []


def test_other_columns_may_be_asked_for(tmp_path: Path) -> None:
    rows = [invented.item(remarks="Observación única", expected_evidence="Acta de entrega")]
    write(tmp_path / "m.pdf", rows, columns=("number", "code", "commitment", "evidence", "remarks"))
    text = paper.words(tmp_path / "m.pdf")
    assert "Observaciónúnica" in text
    assert "Actadeentrega" in text


def test_internal_tasks_never_print(tmp_path: Path) -> None:
    secret = invented.item(code="COM-2026-666", description=invented.CANARY, reach=Reach.INTERNAL_TASK,
                           last_progress=invented.CANARY, remarks=invented.CANARY)  # fmt: skip
    columns = ("number", "code", "commitment", "last", "remarks")
    write(tmp_path / "m.pdf", [*invented.portfolio(), secret], columns=columns)
    text = paper.words(tmp_path / "m.pdf")
    assert invented.CANARY not in text
    assert "COM-2026-666" not in text
    assert invented.CANARY.encode() not in (tmp_path / "m.pdf").read_bytes()


def test_markup_emojis_and_endless_words_print_as_far_as_the_font_goes(tmp_path: Path) -> None:
    rows = [
        invented.item(code="COM-2026-001", description="<b>Entregar</b> A & B </para> <font size=3>"),
        invented.item(code="COM-2026-002", description="Fiesta 🎉 中文 fin"),
        invented.item(code="COM-2026-003", description="x" * 2000),
        invented.item(code="COM-2026-004", description="Primera línea\nSegunda línea\u200b", unit="<i>GDU</i>"),
    ]
    write(tmp_path / "m.pdf", rows, scope="<b>Ámbito</b> & más")
    text = paper.words(tmp_path / "m.pdf")
    assert "<b>Entregar</b>A&B</para><fontsize=3>" in text
    assert "Fiesta□□□fin" in text
    assert sum(map(len, re.findall("x{9,}", text))) == 2000
    assert re.search(r"Primeralínea.*Segundalínea", text)
    assert "<b>Ámbito</b>&más" in text


def test_a_commitment_longer_than_a_page_prints_whole(tmp_path: Path) -> None:
    last = " ".join(f"dato{n:04}" for n in range(1500))
    write(tmp_path / "m.pdf", [*invented.portfolio(), invented.item(code="COM-2026-777", last_progress=last)])
    text = paper.words(tmp_path / "m.pdf")
    assert all(text.count(f"dato{n:04}") == 1 for n in range(1500))
    assert text.count("COM-2026-777") == 1


def test_reschedules_lateness_and_blocking_are_said(tmp_path: Path) -> None:
    write(tmp_path / "m.pdf", invented.portfolio(), language="en")
    text = "".join(paper.pages(tmp_path / "m.pdf"))
    assert "↻2" in text
    assert "Blockedsince04/05/2026" in paper.squeezed(text)
    assert "Dayslate(working)" in paper.squeezed(text)
    # SEDAPAL's, due 26/03/2026: by the Peruvian calendar, Holy Thursday, Good Friday and 1 May do not count
    assert days_late(invented.portfolio()[8], invented.CUTOFF, invented.calendar()) == 44
    assert days_late(invented.portfolio()[8], invented.CUTOFF, invented.calendar(), working=False) == 67


def test_the_clock_of_what_is_done_stops_on_the_day_it_was_reported() -> None:
    done = invented.portfolio()[2]  # due 05/03, reported 09/03
    assert days_late(done, invented.CUTOFF, invented.calendar()) == 2
    verified = invented.portfolio()[0]
    assert days_late(verified, invented.CUTOFF, invented.calendar()) is None


def test_calendar_days_say_so_in_the_heading(tmp_path: Path) -> None:
    write(tmp_path / "m.pdf", invented.portfolio(), working_days=False, language="en")
    assert "Dayslate(calendar)" in paper.words(tmp_path / "m.pdf")


def test_the_summary_adds_up(tmp_path: Path) -> None:
    write(tmp_path / "m.pdf", invented.portfolio(), language="en")
    first = paper.pages(tmp_path / "m.pdf")[0]
    numbers = re.findall(r"\d+", first[first.rindex("All") : first.index("Rule of")])[:-1]
    # total · pending, in progress, observed, done, verified, cancelled · red amber green grey ? closed · overdue
    assert [int(number) for number in numbers] == [16, 5, 5, 1, 2, 2, 1, 5, 4, 3, 2, 1, 1, 4]


def test_groups_are_bookmarks_in_order(tmp_path: Path) -> None:
    write(tmp_path / "m.pdf", invented.portfolio(), group_by="project", language="en")
    assert paper.bookmarks(tmp_path / "m.pdf") == [
        (0, "Commitment matrix"),
        *((1, f"{code} – {name}") for code, name in invented.PROJECTS.items()),
    ]


def test_groups_come_by_name_and_those_of_nobody_last() -> None:
    rows = [*invented.portfolio(), invented.item()]
    units = [group.title.split(" – ")[0] for group in commitments.grouped(rows, "unit")]
    assert units == [*sorted(invented.UNITS), "Without a responsible unit"]
    meetings = commitments.grouped(rows, "meeting")
    assert [group.title for group in meetings][:2] == ["ACTA N° 001-2026 – 12/02/2026", "ACTA N° 002-2026 – 26/02/2026"]
    assert meetings[-1].title == "Meeting"
    assert sum(len(group.items) for group in meetings) == len(rows)


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        write(tmp_path / name, invented.portfolio())
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    write(tmp_path / "m.pdf", invented.portfolio(), language="en")
    reader = PdfReader(tmp_path / "m.pdf")
    assert reader.metadata is not None
    assert reader.metadata.title == "Commitment matrix – MC-2026-012"
    assert (reader.metadata.author or "").startswith("Prueba Ficticia, Coordinación de Primera Infancia, Muni")
    assert reader.metadata.creation_date == invented.KNOWN
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"


def test_both_dates_the_issuer_and_the_legend_stand_at_the_foot_of_every_page(tmp_path: Path) -> None:
    write(tmp_path / "m.pdf", invented.portfolio(), language="en")
    for text in paper.pages(tmp_path / "m.pdf"):
        assert "Code: MC-2026-012 · Cut-off: 01/06/2026 · As recorded on: 02/06/2026 09:05" in text
        assert "Issued by: Prueba Ficticia" in text
        assert "overdue or blocked" in text
        assert "Contains personal data" in text
        assert "DATOS FICTICIOS" in text


def test_real_data_is_not_called_fictitious(tmp_path: Path) -> None:
    write(tmp_path / "m.pdf", invented.portfolio(), head=invented.head(fictitious=False))
    assert "FICTICIOS" not in "".join(paper.pages(tmp_path / "m.pdf"))


def test_a_year_without_an_official_name_prints_the_decade_alone_and_warns(tmp_path: Path) -> None:
    written = write(tmp_path / "m.pdf", [], head=invented.head(year_name=""), language="en")
    assert [warning for warning in written.warnings if "2026" in warning]
    assert "Decenio de la Igualdad" in paper.pages(tmp_path / "m.pdf")[0]


def test_a_logo_that_is_no_picture_is_left_out_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"no picture")
    written = write(tmp_path / "m.pdf", [], head=invented.head(logo_left=tmp_path / "logo.png"), language="en")
    assert any("logo.png" in warning for warning in written.warnings)


def test_an_empty_head_leaves_no_empty_lines(tmp_path: Path) -> None:
    head = replace(invented.head(), entity="", organ="", unit="", decade="", year_name="", issued_by="", code="")
    assert write(tmp_path / "m.pdf", invented.portfolio(), head=head, language="en").warnings == ()
    text = paper.pages(tmp_path / "m.pdf")[0]
    assert "Code:" not in text
    assert "Issued: 02/06/2026 09:05" in text


def test_rows_due_on_the_cut_off_are_not_late() -> None:
    row = invented.item(due_on=invented.CUTOFF)
    assert days_late(row, invented.CUTOFF, invented.calendar()) is None
    row = invented.item(due_on=date(2026, 5, 30))  # a Saturday counts as the Monday after it
    assert days_late(row, invented.CUTOFF, invented.calendar()) is None
