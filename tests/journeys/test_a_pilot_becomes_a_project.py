"""The bank of lessons (domain.md §2.1) without a mouse: a closed pilot teaches, a project takes it up, all is kept."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from db.queries import lessons
from db.queries.attachments import of_record
from db.records.lessons import LessonState
from db.records.projects import ProjectState
from tests.journeys.keys import CTRL, KEY, Keyboard, contents
from tests.journeys.steps import answer, ask, choose, go, printed, question, run, to_field
from ui.main_window import MainWindow
from ui.widgets.controls import Button

pytestmark = pytest.mark.row(107)


def test_a_lesson_of_a_closed_pilot_is_applied_printed_and_kept_from_being_deleted(
    opened: Callable[[], MainWindow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened()
    keys = Keyboard(window)
    page = go(window, keys, "projects")
    rows = [page.model.row(key) for key in page.model.keys]
    pilot = next(row for row in rows if row.state is ProjectState.CLOSED)
    project = next(row for row in rows if row.state is ProjectState.ACTIVE)

    page = go(window, keys, "lessons")
    before = set(page.model.keys)
    keys.press(KEY.Key_N, CTRL)
    keys.type("Pasamanos dobles (0.45 m / 0.90 m)")
    for name, words in (("kind", "Repl"), ("state", "Publ"), ("theme", "Movilidad de familias")):
        to_field(keys, page, name)
        keys.type(words)
    for name, words in (("project_id", pilot.code), ("meeting_id", "mesa")):
        to_field(keys, page, name)
        keys.type(words)
        keys.press(KEY.Key_Return)
    keys.press(KEY.Key_S, CTRL)
    (lesson,) = set(page.model.keys) - before
    row = page.model.row(lesson)
    assert (row.kind.value, row.state, row.project_key) == ("replicate", LessonState.PUBLISHED, pilot.key)
    assert row.meeting_key is not None

    # two photographs as its evidence
    files = [str(tmp_path / f"{n}.jpg") for n in ("antes", "después")]
    for file in files:
        Image.new("RGB", (40, 20), "red").save(file, "JPEG")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a: (files, ""))
    choose(keys, page, lesson)
    run(window, keys, "lessons.attach")
    answer(window, keys)
    assert len(ask(window, lambda session: of_record(session, "lessons", lesson))) == 2

    choose(keys, page, lesson)
    keys.command("lessons.apply")
    answer(window, keys, project_id=project.code, reason="incluido en expediente")
    (applied,) = ask(window, lambda session: lessons.applications(session, lesson))
    assert (applied.project_code, applied.reason) == (project.code, "incluido en expediente")

    # deleting is refused, and retiring it is one key away; undo takes the retirement back
    choose(keys, page, lesson)
    whole = contents(window)
    keys.press(KEY.Key_Delete)
    assert contents(window) == whole
    assert window.errors.isVisible()
    (retiring,) = (one for one in window.errors.findChildren(Button) if one.text() == "Retire")
    assert retiring.focusPolicy() & Qt.FocusPolicy.TabFocus
    retiring.setFocus()
    keys.press(KEY.Key_Space)
    answer(window, keys, reason="Otra norma")
    assert page.model.row(lesson).state is LessonState.WITHDRAWN
    keys.press(KEY.Key_Z, CTRL)
    assert question(window) is None
    assert contents(window) == whole

    # the sheet, the compendium and the sheet of the project tell of each other
    choose(keys, page, lesson)
    run(window, keys, "lessons.sheet")
    assert "incluido en expediente" in printed(window, keys)
    panel: Any = window.page().panel
    keys.tab_to(lambda focus: focus is panel.document)
    keys.type("Compendium")
    keys.press(KEY.Key_Return)
    said = printed(window, keys)
    assert "Movilidad de familias" in said
    assert row.code in said
    assert f"Applied in 1 project: {project.code}" in said
    page = go(window, keys, "projects")
    choose(keys, page, project.key)
    run(window, keys, "projects.sheet")
    said = printed(window, keys)
    assert row.code in said
    assert "incluido en expediente" in said
