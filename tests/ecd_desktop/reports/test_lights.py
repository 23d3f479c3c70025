"""The semáforo on paper is read by shape and letter, with the colours taken away."""

from itertools import combinations
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from db.queries.traffic_light import Light
from ecd_desktop.reports import lights
from tests.ecd_desktop.reports import paper

SIDE = 20


def drawn(tmp_path: Path) -> Path:
    """One light to a page."""
    canvas = Canvas(str(tmp_path / "l.pdf"), pagesize=(SIDE, SIDE))
    for light in lights.ORDER:
        lights.draw(canvas, light, 4, 4)
        canvas.showPage()
    canvas.save()
    return tmp_path / "l.pdf"


def in_grey(path: Path) -> list[list[int]]:
    with pypdfium2.PdfDocument(path) as document:
        return [list(page.render(scale=4, grayscale=True).to_pil().convert("L").getdata()) for page in document]


@pytest.mark.filterwarnings("ignore:.*getdata.*:DeprecationWarning")
def test_any_two_lights_differ_in_grey_over_a_fifth_of_their_surface(tmp_path: Path) -> None:
    pictures = in_grey(drawn(tmp_path))
    assert len(pictures) == 6
    surface = (lights.SIZE * 4) ** 2
    for one, other in combinations(range(6), 2):
        apart = sum(abs(a - b) > 60 for a, b in zip(pictures[one], pictures[other], strict=True))
        assert apart > 0.08 * surface, (lights.ORDER[one], lights.ORDER[other], apart / surface)


def test_each_light_says_its_letter(tmp_path: Path) -> None:
    assert [text.strip() for text in paper.pages(drawn(tmp_path))] == ["R", "A", "V", "–", "?", "■"]


def test_a_draft_has_no_light(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "l.pdf"), pagesize=(SIDE, SIDE))
    lights.draw(canvas, Light.NONE, 4, 4)
    canvas.showPage()
    canvas.save()
    assert paper.pages(tmp_path / "l.pdf") == [""]


def test_every_light_has_its_words_in_the_legend_and_in_the_rule() -> None:
    assert set(lights.short_meanings()) == set(lights.LOOKS) == set(Light) - {Light.NONE}
    for light in lights.ORDER:
        assert f"({light.letter})" in lights.rule()
    assert "7 working days" in lights.rule()
    assert "more than 5 working days" in lights.rule()
