"""Every noun's place on the example portfolio: it builds, selects, speaks, and keeps the habits of a list."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.fields import LINK
from db.queries import records
from db.queries.documents import ABOUT
from db.records.attachments import ATTACHED_TO
from ecd_desktop import calendar
from ecd_desktop.settings import Settings
from tests.ui.asking import choose, fill
from tests.ui.example import DAY, Settled, copied, opened_office, page_of, wait_until_idle
from ui import application, attachments_tab, icons, related_tab, tokens
from ui.main_window import MainWindow
from ui.pages import RECORDS
from ui.tasks import Tasks

IDS = [place.id for place in RECORDS]
Answers = Callable[[Callable[[Any], Any]], Any]


@pytest.fixture(scope="module")
def office(qapp: QApplication, example_template: Path, tmp_path_factory: pytest.TempPathFactory) -> (
    Iterator[MainWindow]
):
    """One window for all of them: what a test changes, it takes back."""
    application.application(mode="light")
    application.forget()
    folder = tmp_path_factory.mktemp("office")
    tasks = Tasks()
    window = opened_office(copied(example_template, folder), tasks, Settings(path=folder / "settings.toml"))
    yield window
    window.tasks.close()
    window.close()
    window.deleteLater()


@pytest.fixture(autouse=True)
def light() -> None:
    """The look is put on once: to dress seven pages again for each test would take longer than the tests."""
    calendar.set_today(DAY)


@pytest.fixture
def settled() -> Settled:
    return wait_until_idle


@pytest.fixture
def answers(office: MainWindow) -> Answers:
    """Do something to the store, as if from elsewhere, and wait for the news."""

    def ask(fn: Callable[[Any], Any]) -> Any:
        found: list[Any] = []
        office.tasks.do(fn, then=found.append)
        wait_until_idle(office.tasks)
        return found[0] if found else None

    return ask


@pytest.fixture(params=IDS)
def page(request: pytest.FixtureRequest, office: MainWindow) -> Any:
    """A noun's page, nothing filtered, its first record selected and in its form."""
    page: Any = page_of(office, request.param)
    page.clear_filters()
    page._show_detail(True)
    wait_until_idle(office.tasks)
    page.detail.show_tab(0)
    page.table.select([page.model.keys[0]], page.model.keys[0])
    wait_until_idle(office.tasks)
    return page


def test_the_list_shows_the_example_and_the_first_record_beside_it(page: Any, office: MainWindow) -> None:
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert page.model.rowCount() >= 5, "the example (example.toml, services/example.py) holds too few of them"
    assert len(page.selected()) == 1
    assert not page.detail.isHidden()
    assert page.form.draft is not None
    assert page.form.draft.key == page.selected()[0]
    assert str(page.model.rowCount()) in office.header.subtitle.whole()


def test_every_tab_of_every_row_can_be_looked_at(page: Any, office: MainWindow, settled: Settled) -> None:
    shown, lists = 0, 0
    for number in range(page.detail._bar.count()):
        page.detail.show_tab(number)
        for key in page.model.keys[:8]:
            page.table.select([key], key)
            settled(office.tasks)
            view = getattr(page.detail.tab(number), "view", None)
            shown += view.lines.rowCount() if view is not None else 0
        tab = page.detail.tab(number)
        if hasattr(tab, "view"):
            lists += 1
            QAbstractItemModelTester(tab.view.lines, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert shown or not lists or page.entity == "places", "no record of the example has a line in any of its tabs"


def test_every_noun_tells_what_has_to_do_with_it_and_keeps_files_and_documents_where_they_belong(
    office: MainWindow,
) -> None:
    for place in IDS:
        titles = [title for title, _build in page_of(office, place).spec.tabs]
        assert titles[-1] == related_tab.TITLE, place
        assert (attachments_tab.TITLE in titles) == (place in ATTACHED_TO), place
        assert ("Documents" in titles) == (place in {*ABOUT, "organisations", "people", "stakeholders"}), place


@pytest.mark.row(101)
def test_cells_speak_whole_words(page: Any) -> None:
    model = page.model
    for column in range(model.columnCount()):
        name = model.columns[column].name
        words = [str(model.index(row, column).data() or "") for row in range(model.rowCount())]
        assert not any(word.startswith("<") or "Choice" in word or "None" in word for word in words), name
        assert model.headerData(column, Qt.Orientation.Horizontal), name


@pytest.mark.row(47)
def test_chips_count_what_they_show(page: Any, office: MainWindow, settled: Settled, qtbot: QtBot) -> None:
    page.asking.count()
    settled(office.tasks)
    for chip in page.chips.values():
        chip.click()
        settled(office.tasks)
        assert page.model.rowCount() == chip._count, chip.text()
        chip.click()
        settled(office.tasks)


@pytest.mark.row(69)
def test_tab_goes_in_reading_order_through_the_form(page: Any, qtbot: QtBot) -> None:
    form = page.form
    places = [
        (at.y(), at.x()) for one in focusable(form) if (at := one.mapTo(form.widget(), QPoint(0, 0))) is not None
    ]
    assert len(places) > 6
    for (y, x), (next_y, next_x) in pairwise(places):
        assert next_y > y - 8, (y, next_y)
        assert next_y > y + 8 or next_x > x


def focusable(form: Any) -> Iterator[QWidget]:
    """What Tab stops at inside a form, in the order of the focus chain."""
    inside = form.widget()
    at = inside.nextInFocusChain()
    seen: set[int] = set()
    while id(at) not in seen:
        seen.add(id(at))
        stops = at.isVisible() and at.isEnabled() and at.focusPolicy() & Qt.FocusPolicy.TabFocus
        if inside.isAncestorOf(at) and stops and not at.focusProxy():
            yield at
        at = at.nextInFocusChain()


@pytest.mark.row(100)
def test_everything_that_takes_the_focus_has_a_name(page: Any) -> None:
    nameless = []
    for one in page.findChildren(QWidget):
        if one.focusPolicy() == Qt.FocusPolicy.NoFocus or one.focusProxy() or not one.isVisible():
            continue
        spoken = QAccessible.queryAccessibleInterface(one)
        if spoken is not None and not spoken.text(QAccessible.Text.Name):
            nameless.append(one)
    assert nameless == []


def test_the_form_fits_the_narrowest_pane(page: Any) -> None:
    editors = page.form.editors
    widest = sorted(editors, key=lambda name: -int(editors[name].minimumSizeHint().width()))[:3]
    needed = page.form.widget().minimumSizeHint().width()
    assert needed <= tokens.PANE_LEAST, f"fewer fields side by side: {', '.join(widest)} are the widest"


@pytest.mark.row(48)
def test_a_list_without_rows_teaches(page: Any, office: MainWindow, settled: Settled) -> None:
    from ui.widgets.controls import Button

    page.filter_by("zzz nothing has this name")
    settled(office.tasks)
    assert page.model.rowCount() == 0
    assert page.table.empty_text == "Nothing fits these filters."
    empty = page._middle.widget(1)
    assert len(page.spec.empty.sentence) > 30
    assert [button.text() for button in empty.findChildren(Button)]


@pytest.mark.row(6)
def test_ctrl_n_begins_a_record_and_escape_from_it_loses_nothing(
    page: Any, office: MainWindow, settled: Settled, answers: Answers
) -> None:
    before = page.model.rowCount()
    office.registry[f"{page.spec.place}.new"].trigger()
    settled(office.tasks)
    typed_in(page, answers, "Registro de prueba")
    page.form.save()
    settled(office.tasks)
    assert page.model.rowCount() == before + 1
    answers(lambda store: store.undo())
    settled(office.tasks)
    assert page.model.rowCount() == before


@pytest.mark.row(12, 26)
def test_delete_tells_undo_and_undo_brings_it_back(
    page: Any, office: MainWindow, settled: Settled, answers: Answers
) -> None:
    before = list(page.model.keys)
    office.registry[f"{page.spec.place}.new"].trigger()
    settled(office.tasks)
    typed_in(page, answers, "De sobra")
    page.form.save()
    settled(office.tasks)
    (key,) = set(page.model.keys) - set(before)
    page.table.select([key], key)
    settled(office.tasks)
    office.registry[f"{page.spec.place}.delete"].trigger()
    settled(office.tasks)
    assert page.model.row_of(key) < 0
    office.notices.press()
    settled(office.tasks)
    assert page.model.row_of(key) >= 0
    answers(lambda store: (store.redo(), [entity_gone(store, page.entity, key)]))
    assert page.model.keys == before


def typed_in(page: Any, answers: Answers, words: str) -> None:
    """Fill what a new record cannot do without: its first field, and the records it must belong to."""
    first, fields = next(iter(page.form.editors)), page.form.fields()
    if fields[first].kind is not LINK:
        fill(page.form, **{first: words})
    for name, field in fields.items():
        if (field.required or name == first) and field.kind is LINK and page.form.draft.value(name) is None:
            choose(page.form, name, answers(lambda store, target=field.target: any_of(store, target)), "…")


def any_of(store: Any, entity: str) -> Any:
    with store.reading() as session:
        return records.suggest(session, entity, "", limit=1)[0].key


def entity_gone(store: Any, entity: str, key: Any) -> None:
    with store.reading() as session:
        assert records.snapshot(session, entity, key) is None


# --- commands --------------------------------------------------------------------------------------------------------


@pytest.mark.row(1)
def test_ids_are_unique_and_every_command_says_what_it_does(office: MainWindow) -> None:
    commands = office.registry.commands()
    assert [id for id, n in Counter(one.id for one in commands).items() if n > 1] == []
    assert [one.id for one in commands if one.id.split(".")[0] in IDS and not one.tip] == []
    assert [one.id for one in commands if one.icon and one.icon not in icons.names()] == []


@pytest.mark.row(3, 20)
@pytest.mark.parametrize("place", IDS)
def test_no_two_commands_of_a_place_share_a_key_or_an_access_key(office: MainWindow, place: str) -> None:
    keys: Counter[str] = Counter()
    letters: Counter[tuple[str, str]] = Counter()
    for command in office.registry.commands(place=place):
        action = office.registry[command.id]
        keys.update(sequence.toString() for sequence in action.shortcuts())
        at = action.text().replace("&&", "").find("&")
        if at >= 0:
            letters[str(command.menu), action.text().replace("&&", "")[at + 1].lower()] += 1
    assert [key for key, n in keys.items() if n > 1] == []
    assert [letter for letter, n in letters.items() if n > 1] == []


@pytest.mark.row(21)
@pytest.mark.parametrize("place", IDS)
def test_what_cannot_be_done_now_says_why(office: MainWindow, place: str) -> None:
    page = page_of(office, place)
    page.table.clearSelection()
    office.registry.refresh()
    tried = 0
    for command in office.registry.commands(place=place):
        action = office.registry[command.id]
        if command.place == place and not action.isEnabled():
            tried += 1
            assert len(action.toolTip().splitlines()) == 2, command.id
    assert tried >= 3
