"""Hoja del asunto: one page, in date order, and nothing internal."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.queries.cases import CaseRow
from db.records.action_items import Reach
from db.records.cases import CaseState, Outcome
from ecd_desktop.language import _, in_language
from ecd_desktop.reports import cases
from ecd_desktop.reports.cases import Happening
from ecd_desktop.reports.page import Written
from tests.ecd_desktop.reports import invented, paper


def write(path: Path, case: CaseRow | None = None, **given: object) -> Written:
    options = {
        "head": invented.head(code=""), "cutoff": invented.CUTOFF, "known": invented.KNOWN,
        "happenings": invented.happenings(), "parties": invented.PARTIES,
        "action_items": [row for row in invented.portfolio() if row.unit == "EMAPE"],
    } | given  # fmt: skip
    return cases.write(path, case or invented.cases()[0], **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_case_with_parties_commitments_and_its_log_stands_on_one_page(tmp_path: Path, language: str) -> None:
    assert write(tmp_path / "c.pdf", language=language).pages == 1
    text = paper.words(tmp_path / "c.pdf")
    for said in ("ASU-2026-004", "Desmonte frente a la cuna Amancaes", "Milagros Vega Salas", "Cuna Amancaes",
                 "informe de EMAPE sobre el retiro", "Llamar al Ing. Zegarra", "COM-2026-012"):  # fmt: skip
        assert paper.squeezed(said) in text
    with in_language(language):
        assert paper.squeezed(_("Case sheet").upper()) in text
    assert min(paper.sizes(tmp_path / "c.pdf")) >= 8
    assert all(paper.fonts(tmp_path / "c.pdf").values())


def test_what_happened_stands_in_date_order_up_to_the_cut_off(tmp_path: Path) -> None:
    write(tmp_path / "c.pdf", action_items=())
    text = paper.words(tmp_path / "c.pdf")
    told = sorted((line for line in invented.happenings() if not line.internal), key=lambda line: line.on or date.min)
    places = [text.find(paper.squeezed(line.body)) for line in told]
    assert places[-1] == -1  # after the cut-off
    assert sorted(places[:-1]) == places[:-1]
    assert -1 not in places[:-1]


def test_nothing_internal_prints(tmp_path: Path) -> None:
    task = invented.item(description=invented.CANARY, reach=Reach.INTERNAL_TASK)
    write(tmp_path / "c.pdf", action_items=[task])
    assert invented.CANARY not in paper.words(tmp_path / "c.pdf")


def test_a_long_log_goes_on_with_its_heading_and_page_numbers(tmp_path: Path) -> None:
    lines = [Happening(date(2026, 1, 1) + timedelta(days=n), "Call", f"suceso{n:03} " + "texto " * 30, "Equipo")
             for n in range(90)]  # fmt: skip
    pages = write(tmp_path / "c.pdf", happenings=lines, language="en").pages
    texts = paper.pages(tmp_path / "c.pdf")
    assert pages > 2
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {pages}" in text
        assert "What was said or done" in text
        assert "ASU-2026-004" in text
    assert all(paper.squeezed("".join(texts)).count(f"suceso{n:03}") == 1 for n in range(90))


def test_a_closed_case_says_how_it_ended_and_has_no_next_step(tmp_path: Path) -> None:
    case = replace(invented.cases()[0], state=CaseState.CLOSED, outcome=Outcome.SOLVED, closed_on=date(2026, 5, 30),
                   outcome_text="El desmonte se retiró y la vía quedó libre.")  # fmt: skip
    write(tmp_path / "c.pdf", case, language="en")
    text = "".join(paper.pages(tmp_path / "c.pdf"))
    assert "Solved" in text
    assert "30 May 2026" in text
    assert "la vía quedó libre" in text
    assert "Next step" not in text


def test_a_bare_case_has_no_empty_headings(tmp_path: Path) -> None:
    write(tmp_path / "c.pdf", invented.case(1, "Solo un título"), happenings=(), parties=(), action_items=(),
          language="en")  # fmt: skip
    text = paper.pages(tmp_path / "c.pdf")[0]
    assert "Nothing has been noted yet." in text
    for heading in ("Parties", "Commitments", "Next step", "Outcome", "Remarks", "overdue"):
        assert heading not in text


def test_markup_in_a_case_is_printed_as_it_stands(tmp_path: Path) -> None:
    case = invented.case(1, "<b>A & B</b> 🎉", remarks="</para><font>", next_step="5 < 6 & 7 > 2")
    write(tmp_path / "c.pdf", case, happenings=[Happening(None, "Note", "<i>&</i>")], parties=(), action_items=())
    text = paper.words(tmp_path / "c.pdf")
    for said in ("<b>A&B</b>□", "</para><font>", "5<6&7>2", "<i>&</i>"):
        assert said in text


def test_the_longest_remarks_go_over_pages_and_nothing_is_lost(tmp_path: Path) -> None:
    remarks = " ".join(f"nota{n:04}" for n in range(2200))
    write(tmp_path / "c.pdf", invented.case(1, "Largo", remarks=remarks, next_step="paso " * 80))
    text = paper.words(tmp_path / "c.pdf")
    assert all(text.count(f"nota{n:04}") == 1 for n in range(2200))
