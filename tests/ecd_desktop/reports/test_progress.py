"""Informe de avance: one page of figures, then the red ones; no heading stands empty."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.records.action_items import Reach
from ecd_desktop.language import _, in_language, ngettext
from ecd_desktop.reports import progress
from ecd_desktop.reports.figures import figures
from ecd_desktop.reports.lights import rule
from ecd_desktop.reports.page import Written
from tests.ecd_desktop.reports import invented, paper

MEMO = progress.Memo(
    number="INFORME N° 021-2026-MML-GDH-CPI", to="Econ. Carmen Solís Rivera", to_post="Gerente de Desarrollo Humano",
    sender="Milagros Vega Salas", sender_post="Coordinadora", reference="ACTA N° 005-2026",
)  # fmt: skip
HEADING = re.compile(r"^[IV]+\. .+$", re.MULTILINE)


def write(path: Path, rows: list | None = None, *, projects: list | None = None, **given: object) -> Written:
    rows = invented.portfolio() if rows is None else rows
    projects = invented.projects() if projects is None else projects
    counted = figures(rows, projects, given.pop("meetings", invented.meetings()), given.pop("cases", invented.cases()),
                      cutoff=invented.CUTOFF, calendar=invented.calendar())  # type: ignore[arg-type]  # fmt: skip
    options = {"head": invented.head(), "memo": MEMO, "known": invented.KNOWN} | given
    return progress.write(path, counted, projects=projects, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_first_page_holds_the_figures_and_the_next_the_red_ones(tmp_path: Path, language: str) -> None:
    write(tmp_path / "p.pdf", language=language)
    first, second, *_rest = paper.pages(tmp_path / "p.pdf")
    with in_language(language):
        assert _("Executive summary") in first
        assert _("Commitments by unit and light") in first
        assert ngettext("commitment", "commitments", 16) in first
        assert _("Commitments in red") in second
    for figure in ("16", "27 %", "S/ 505,701.25", "ASU-2026-004"):
        assert figure in first.replace("\u00a0", " ")
    codes = re.findall(r"COM-2026-\d{3}", second)
    assert codes == [f"COM-2026-{n:03}" for n in (4, 2, 9, 12, 6)]
    with in_language(language):
        assert paper.squeezed(rule()) in paper.words(tmp_path / "p.pdf")
    assert min(paper.sizes(tmp_path / "p.pdf")) >= 8
    assert all(paper.fonts(tmp_path / "p.pdf").values())


def test_the_memo_head_leaves_out_what_is_not_given(tmp_path: Path) -> None:
    write(tmp_path / "p.pdf", language="en")
    assert "REFERENCE" in paper.pages(tmp_path / "p.pdf")[0]
    write(tmp_path / "p.pdf", memo=None, language="en")
    first = paper.pages(tmp_path / "p.pdf")[0]
    assert "REFERENCE" not in first
    assert "\nTO\n" not in first
    assert "Lima, 2 June 2026" in first


@pytest.mark.parametrize(
    ("rows", "projects", "meetings", "cases", "headings"),
    [
        ([], [], [], [], ["I. Executive summary"]),
        (None, [], [], [], ["I. Executive summary", "II. Commitments in red", "III. Commitments by unit"]),
        ([], None, [], [], ["I. Executive summary", "II. Portfolio of projects"]),
        ([], [], None, None, ["I. Executive summary"]),
    ],
)
def test_no_heading_stands_empty(
    tmp_path: Path, rows: list | None, projects: list | None, meetings: list | None, cases: list | None,
    headings: list[str],
) -> None:  # fmt: skip
    given = {
        "meetings": invented.meetings() if meetings is None else meetings,
        "cases": invented.cases() if cases is None else cases,
    }
    write(tmp_path / "p.pdf", rows, projects=projects, language="en", **given)
    text = "\n".join(paper.pages(tmp_path / "p.pdf"))
    assert HEADING.findall(text) == headings
    assert ("Meetings:" in text) == (meetings is None)
    assert ("Cases:" in text) == (cases is None)
    assert ("Portfolio:" in text) == (projects is None)
    if rows == []:
        assert "No commitment is recorded up to the cut-off date." in text
        assert "overdue or blocked" not in text


def test_where_nothing_is_red_it_says_so(tmp_path: Path) -> None:
    write(tmp_path / "p.pdf", [invented.item(due_on=date(2026, 12, 1))], language="en")
    assert "No commitment is in red." in "".join(paper.pages(tmp_path / "p.pdf"))


def test_the_signature_never_stands_alone(tmp_path: Path) -> None:
    for count in (16, 40, 41, 42, 43, 44, 45, 60):
        write(tmp_path / "p.pdf", invented.many(count), language="en")
        last = paper.pages(tmp_path / "p.pdf")[-1]
        assert "Milagros Vega Salas" in last
        assert "This is all I have to report" in last


def test_many_units_share_the_last_bar_of_the_chart(tmp_path: Path) -> None:
    rows = [
        replace(row, unit=f"U{n:02}", unit_key=invented.key(f"U{n}"), unit_name=f"Unidad {n:02}")
        for n, row in enumerate(invented.many(30))
    ]
    assert write(tmp_path / "p.pdf", rows, language="en").pages > 1
    assert "21 other units" in paper.pages(tmp_path / "p.pdf")[0]
    text = paper.words(tmp_path / "p.pdf")
    assert all(f"Unidad{n:02}" in text for n in range(30))


def test_internal_tasks_are_neither_counted_nor_listed(tmp_path: Path) -> None:
    task = invented.item(description=invented.CANARY, reach=Reach.INTERNAL_TASK, due_on=date(2026, 1, 5))
    write(tmp_path / "p.pdf", [task], language="en")
    text = paper.words(tmp_path / "p.pdf")
    assert invented.CANARY not in text
    assert "Nocommitmentisrecorded" in text


def test_every_sentence_of_it_goes_through_the_catalogue(tmp_path: Path) -> None:
    write(tmp_path / "p.pdf", language="qps")
    text = "".join(paper.pages(tmp_path / "p.pdf"))
    for word in ("Executive", "Commitments", "Portfolio", "Meetings", "Cases", "Subject", "Overdue", "I have", "This"):
        assert word not in text
