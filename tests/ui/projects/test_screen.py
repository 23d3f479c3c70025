"""A project's stages, how it goes in words, and a commitment promised in it."""

from typing import Any

import pytest

from db.records.action_items import Reach
from db.records.choices import EcdResult
from ecd_desktop.language import _
from ecd_desktop.services.projects import Health, health_of
from tests.ui.asking import fill, question
from tests.ui.example import DAY, page_of, wait_until_idle
from ui.main_window import MainWindow
from ui.projects.gaps import filter_by
from ui.projects.table import health_of as said_health
from ui.widgets.controls import Label

PLANNING = "Planificación, expediente y permisos"


@pytest.fixture
def page(office: MainWindow) -> Any:
    return page_of(office, "projects")


def test_the_list_says_how_each_project_goes_as_the_services_do(page: Any, office: MainWindow) -> None:
    from ecd_desktop.calendar import clock

    found: list[dict[Any, Health]] = []
    office.tasks.read(
        lambda session: health_of(session, page.model.keys, clock(DAY, office.here.calendar)), found.append
    )
    wait_until_idle(office.tasks)
    assert {key: said_health(page.model.row(key), DAY) for key in page.model.keys} == found[0]
    assert len(set(found[0].values())) >= 4


def test_only_the_stages_of_its_kind_are_offered_in_their_order(page: Any, office: MainWindow) -> None:
    offered = {}
    for key in page.model.keys:
        page.table.select([key], key)
        wait_until_idle(office.tasks)
        box = page.form.editors["stage_id"].box
        words = [box.itemText(n) for n in range(box.count()) if box.itemText(n).strip()]
        assert [word.split(".")[0] for word in words] == [str(n + 1) for n in range(len(words))]
        offered[page.model.row(key).intervention_type] = tuple(words)
        assert box.currentText().partition(". ")[2] == (page.model.row(key).stage or "")
    assert len(set(offered.values())) >= 2


def test_a_gate_lists_what_is_missing_and_takes_the_reason_from_the_form_and_from_the_stages(
    page: Any, office: MainWindow
) -> None:
    row = next(row for key in page.model.keys if (row := page.model.row(key)).stage == PLANNING)
    key = row.key
    page.table.select([key], key)
    wait_until_idle(office.tasks)
    editor = page.form.editors["stage_id"]
    editor.box.setCurrentIndex(editor.box.currentIndex() + 2)  # 8, with the gate of the handover before it
    editor.left.emit()
    page.save()
    wait_until_idle(office.tasks)
    asked = question(office)
    words = " ".join(label.text() for label in asked.findChildren(Label))
    assert _("The minutes of the handover") in words
    asked.give()  # without a reason it stays
    assert page.model.row(key).stage == PLANNING
    fill(asked, reason="Obra por convenio (ficticio)")
    asked.give()
    wait_until_idle(office.tasks)
    assert page.model.row(key).stage == "Entrega y activación"
    assert not page.form.unsaved
    number = 1 + [title for title, _build in page.spec.tabs].index("Stages")
    page.detail.show_tab(number)
    wait_until_idle(office.tasks)
    view = page.detail.tab(number).view
    lines = [view.lines.line(n) for n in range(view.lines.rowCount())]
    moved = next(line for line in lines if "→" in line.title)
    assert moved.body.startswith("Obra por convenio (ficticio)")
    following = next(line for line in lines if line.shows is not None)
    view.opened.emit(following)
    wait_until_idle(office.tasks)
    question(office).reject()
    office.registry["shell.undo"].trigger()
    wait_until_idle(office.tasks)
    assert page.model.row(key).stage == PLANNING
    page.detail.show_tab(number + 1)
    page.detail.show_tab(0)
    wait_until_idle(office.tasks)
    box = page.form.themes.boxes[EcdResult.WALKING]
    before = box.isChecked()
    box.click()
    wait_until_idle(office.tasks)
    assert box.isChecked() is not before
    filter_by(page, EcdResult.NUTRITION)
    wait_until_idle(office.tasks)
    assert page.records == 2
    page.clear_filters()
    page.show_view("board")
    for by, named in (("district", "Comas"), ("zone", _("North Lima"))):
        page.view.part_by(by)
        wait_until_idle(office.tasks)
        (column,) = [one for one in page.view.columns if one.column.title == named]
        assert column.total >= 1


def test_a_commitment_is_added_in_the_project_and_opens_in_its_own_place(page: Any, office: MainWindow) -> None:
    key = page.model.keys[0]
    page.table.select([key], key)
    page.detail.show_tab(1)
    wait_until_idle(office.tasks)
    tab, before = page.detail.tab(1), page.model.row(key).live_items
    tab.begin(0)
    fill(tab.composers[0], description="Medir la sombra al mediodía", due_on="+5")
    tab.give()
    wait_until_idle(office.tasks)
    assert page.model.row(key).live_items == before + 1
    lines = [tab.view.lines.line(n) for n in range(tab.view.lines.rowCount())]
    (line,) = [one for one in lines if one.title == "Medir la sombra al mediodía"]
    assert line.opens == ("action_items", line.key)
    tab.view.opened.emit(line)
    wait_until_idle(office.tasks)
    assert office.place() == "action_items"
    items: Any = office.page()
    assert items.selected() == (line.key,)
    row = items.model.row(line.key)
    assert (row.project_key, row.reach, str(row.due_on)) == (key, Reach.COMMITMENT, "2026-11-28")
