"""Informe de avance and the week on a page: drawn from their content alone; no heading stands empty."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ecd_desktop import progress_content as told
from ecd_desktop.language import _, in_language
from ecd_desktop.progress_content import Asked, Content, Count
from ecd_desktop.reports import progress, week
from ecd_desktop.reports.lights import rule
from ecd_desktop.reports.page import Written
from tests.ecd_desktop.reports import invented, paper

HEADING = re.compile(r"^[IVX]+\. .+$", re.MULTILINE)
MEMO = Asked(
    number="INFORME N° 021-2026-MML-GDH-CPI", to="Econ. Carmen Solís Rivera\nGerente de Desarrollo Humano",
    sender="Milagros Vega Salas\nCoordinadora", reference="ACTA N° 005-2026", background="Ordenanza 2208.\nSegundo.",
    conclusions="Convocar a las unidades.",
)  # fmt: skip
STATES = (Count("pending", 2), Count("done", 1), Count("verified", 1))
LIGHTS = (Count("red", 2), Count("amber", 1), Count("green", 1))
ALL = told.Tallied("", "", 4, 1, 1, 1, 2, 50, STATES, LIGHTS)


def reds(many: int) -> tuple[told.RedLine, ...]:
    return tuple(
        told.RedLine(f"COM-2026-{n:03}", f"Pintar el cruce {n}", "GPV", date(2026, 5, 4), 1, "overdue", None, 20)
        for n in range(1, many + 1)
    )


def whole(units: int = 2, red: int = 2) -> Content:
    """A report with something in every chapter."""
    name = "Escalera y rampa del pasaje Los Jilgueros"
    sources = (told.BudgetLine("own", "", 50_000_000, 20_070_125), told.BudgetLine("cooperation", "", 570_125, 0))
    return Content(
        asked=MEMO, scope="portfolio", scope_name="", cutoff=invented.CUTOFF, since=date(2026, 4, 1),
        previous=told.Previous("INF-2026-001", date(2026, 3, 31)),
        headlines=(
            told.Headline("projects", 2, 1), told.Headline("commitments", 4, 4), told.Headline("fulfilled", 50, 75),
            told.Headline("overdue", 1, None), told.Headline("cases", 3, 2),
        ),
        commitments=ALL,
        units=tuple(replace(ALL, unit=f"U{n:02}", name=f"Unidad {n:02}") for n in range(units)),
        reds=reds(red),
        projects=(
            told.ProjectLine("PRY-2026-001", name, ("Comas",), "Ejecución", 40, 30, "at_risk", "Pintado",
                             date(2026, 7, 9), 8),
            told.ProjectLine("PRY-2026-002", "Biohuerto", (), "", None, None, "delayed", "", None, None),
        ),
        cases=told.CasesPart(
            1, 0, 3, 1, (told.CaseLine("ASU-2026-004", "Poste sin luz", date(2026, 2, 3), "open", ""),),
            (told.CaseLine("ASU-2026-009", "Muro", date(2026, 5, 3), "opened", ""),),
        ),
        indicators=(
            told.IndicatorLine(
                "IND-2026-001", "Cuidadores que se sienten seguros", "PRY-2026-001", "percentage", "increasing", "41",
                date(2025, 9, 1), 60, "65", date(2026, 12, 1), "68", date(2026, 5, 12), 58, "112.5", "met", "green",
                True, "Encuesta", (told.Spot(date(2026, 2, 1), "46.5"), told.Spot(date(2026, 5, 12), "68")),
                (told.Spot(date(2025, 9, 1), "41"), told.Spot(date(2026, 12, 1), "65")),
            ),
        ),
        meetings=told.MeetingsPart(
            1, 12, 5, 3, (Count("workshop", 1),),
            (told.MeetingLine("ACTA N° 005-2026", date(2026, 5, 5), "Codiseño", "workshop", 12, 3),),
        ),
        budget=told.BudgetPart(told.BudgetLine("", "", 50_570_125, 20_070_125), sources,
                               (told.BudgetLine("PRY-2026-001", name, 50_570_125, 20_070_125),)),
        knots=(told.Knot("risk", "Lluvias", "PRY-2026-001", date(2026, 5, 2), "Techar", "COM-2026-001"),),
        lessons=(told.LessonLine("LEC-2026-001", "Pasamanos", "A dos alturas", "replicate", "published", "PRY-2026-001",
                                 date(2026, 5, 3)),),
        changes=(told.Changes("cases", "Asuntos", (told.ChangeGroup("Se añadieron: 9", 9, ("ASU-2026-009 Muro",)),)),),
        people=True,
    )  # fmt: skip


def write(path: Path, content: Content | None = None, **given: object) -> Written:
    options = {"head": replace(invented.head(), code="INF-2026-002"), "known": invented.KNOWN} | given
    return progress.write(path, content or whole(), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_chapter_stands_under_its_heading_with_its_figures(tmp_path: Path, language: str) -> None:
    digest = "abcdef0123456789" * 4
    write(tmp_path / "p.pdf", language=language, digest=digest)
    text = "\n".join(paper.pages(tmp_path / "p.pdf")).replace("\u00a0", " ")
    with in_language(language):
        titles = [_(title) for title in told.SECTIONS.values()]
        found = [heading.split(". ", 1)[1] for heading in HEADING.findall(text)]
        assert found == titles
        said = paper.squeezed(rule())
        for part in (said[:60], said[-60:]):  # a page may end within it
            assert part in paper.words(tmp_path / "p.pdf")
    for figure in (
        "▲ 1", "▼ 25", "50 %", "112.5 %", "S/ 305,000.00", "n = 58", "ASU-2026-004", "+8", "40 %", "LEC-2026-001",
        "46.5 %",
    ):  # fmt: skip
        assert figure in text, figure
    for page in paper.pages(tmp_path / "p.pdf"):
        assert "INF-2026-002" in page
        assert digest[:12] in page
    assert min(paper.sizes(tmp_path / "p.pdf")) >= 8
    assert all(paper.fonts(tmp_path / "p.pdf").values())


def test_what_has_nothing_to_say_is_left_out_and_chapters_stand_in_the_order_asked_for(tmp_path: Path) -> None:
    bare = Content(Asked(), "portfolio", "", invented.CUTOFF, None, headlines=whole().headlines)
    write(tmp_path / "p.pdf", bare, language="en")
    text = "\n".join(paper.pages(tmp_path / "p.pdf"))
    assert HEADING.findall(text) == ["I. Executive summary"]
    assert "No commitment is recorded up to the cut-off date." in text
    assert "REFERENCE" not in text
    assert "\nTO\n" not in text
    assert "overdue or blocked" not in text
    chosen = replace(whole(), asked=replace(MEMO, sections=("lessons", "budget", "nonsense", "summary")))
    write(tmp_path / "p.pdf", replace(chosen, lessons=()), language="en")
    text = "\n".join(paper.pages(tmp_path / "p.pdf"))
    assert HEADING.findall(text) == ["I. Budget", "II. Executive summary"]
    assert "REFERENCE" in text


def test_the_signature_never_stands_alone_and_many_units_share_the_last_bar(tmp_path: Path) -> None:
    for count in (1, 14, 19, 24, 27):
        write(tmp_path / "p.pdf", whole(units=30, red=count), language="en")
        pages = paper.pages(tmp_path / "p.pdf")
        assert "Milagros Vega Salas" in pages[-1]
        assert "This is all I have to report" in pages[-1]
    assert "21 other units" in "".join(pages)
    assert all(f"Unidad{n:02}" in paper.words(tmp_path / "p.pdf") for n in range(30))


def test_every_sentence_of_it_goes_through_the_catalogue(tmp_path: Path) -> None:
    write(tmp_path / "p.pdf", language="qps")
    text = "".join(paper.pages(tmp_path / "p.pdf"))
    for word in ("Executive", "Commitments", "Portfolio", "Meeting", "Cases", "Subject", "Overdue", "I have", "This",
                 "Lesson", "Budget", "Issue", "Risk", "Indicator", "Planned", "Source", "before"):  # fmt: skip
        assert word not in text, word


@pytest.mark.parametrize("many", [0, 1, 200])
def test_the_week_stands_on_one_page(tmp_path: Path, many: int) -> None:
    lines = tuple(
        told.Due("commitment", f"COM-2026-{n:03}", "Coordinar con la unidad la entrega del informe " * 3, "GPV",
                 invented.CUTOFF, 3) for n in range(many)
    )  # fmt: skip
    content = Content(Asked(kind="week"), "portfolio", "", invented.CUTOFF, date(2026, 6, 1), done=lines, coming=lines,
                      late=lines, changes=whole().changes if many else ())  # fmt: skip
    made = week.write(tmp_path / "w.pdf", content, head=invented.head(), language="en")
    (text,) = paper.pages(tmp_path / "w.pdf")
    assert made.pages == 1
    assert ("Nothing was recorded this week" in text) == (many == 0)
    assert (f"Late: {many}" in text) == (many > 0)
    assert bool(made.warnings) == (many == 200)
