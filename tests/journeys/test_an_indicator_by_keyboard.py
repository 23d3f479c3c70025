"""A safe route before and after (domain.md §2.2) without a mouse: measured, printed, issued; the issued sheet stays."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from db.queries import progress_facts
from db.story import story
from ecd_desktop.services import issued_reports
from tests.journeys.keys import CTRL, KEY, Keyboard
from tests.journeys.steps import answer, ask, choose, go, printed, run, to_field
from tests.ui.example import wait_until_idle
from ui.main_window import MainWindow

pytestmark = pytest.mark.row(107)


def test_a_measured_change_is_printed_with_its_sample_and_an_issued_sheet_outlives_a_new_target(
    opened: Callable[[], MainWindow],
) -> None:
    window = opened()
    keys = Keyboard(window)
    page = go(window, keys, "projects")
    before = set(page.model.keys)
    keys.press(KEY.Key_N, CTRL)
    keys.type("Ruta segura cuna ficticia")
    keys.press(KEY.Key_S, CTRL)
    (project,) = set(page.model.keys) - before
    page = go(window, keys, "indicators")
    before = set(page.model.keys)
    keys.press(KEY.Key_N, CTRL)
    keys.type("% cuidadores que se sienten seguros")
    to_field(keys, page, "project_id")
    keys.type("cuna ficticia")
    keys.press(KEY.Key_Return)
    for name, text in (("baseline", "41"), ("baseline_on", "30/09/2025"), ("baseline_n", "60"), ("target", "65")):
        to_field(keys, page, name)
        keys.type(text)
    keys.press(KEY.Key_S, CTRL)
    (indicator,) = set(page.model.keys) - before
    choose(keys, page, indicator)
    keys.command("indicators.measure")
    answer(window, keys, value="68", n="58", source="Encuesta de intercepción")

    page = go(window, keys, "projects")
    choose(keys, page, project)
    run(window, keys, "projects.sheet")
    said = printed(window, keys)
    for words in ("41", "n = 60", "30/09/2025", "65", "68", "n = 58", "Encuesta de intercepción", "112.5", "V"):
        assert words in said, words
    assert "sample < 100" in said
    page = go(window, keys, "projects")
    choose(keys, page, project)
    run(window, keys, "projects.issue")
    kept = stored(window)

    # another target: the sheet that was issued stays as it is, the history tells who changed what
    page = go(window, keys, "indicators")
    choose(keys, page, indicator)
    keys.press(KEY.Key_Return)
    to_field(keys, page, "target")
    keys.press(KEY.Key_A, CTRL)
    keys.type("80")
    keys.press(KEY.Key_S, CTRL)
    assert page.model.row(indicator).target == Decimal(80)
    assert stored(window) == kept
    told = ask(window, lambda session: story(session, "indicators", indicator))
    assert next(entry.changes["target"] for entry in told if "target" in entry.changes) == (Decimal(65), Decimal(80))
    page = go(window, keys, "projects")
    choose(keys, page, project)
    run(window, keys, "projects.sheet")
    assert "112.5" not in printed(window, keys)


def stored(window: MainWindow) -> Any:
    """The last issued report, byte for byte."""
    found: list[Any] = []

    def last(store: Any) -> bytes:
        with store.reading() as session:
            code = progress_facts.issued(session)[0].code
        return issued_reports.stored(store, code)

    window.tasks.do(last, then=found.append)
    wait_until_idle(window.tasks)
    return found[0]
