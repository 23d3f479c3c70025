"""A list of 100,000 rows on the screen, against a plain model under Qt's own table; and a change of theme.

Both sides get the same rows in memory and are filtered and sorted by the same Python, so that what differs is the model
and the painting.  The theme is changed in the program's window with its first eight screens built, on the example.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.bench.measuring import Aim, Answer, Bench, Line, Timing, timed

ROWS = 100_000
FRAMES = 80
SIZE = (1100, 700)
SCREENS = 8


@dataclass(frozen=True, slots=True)
class Row:
    """What both tables show."""

    key: UUID
    code: str
    name: str
    unit: str
    person: str
    points: int
    budget: int


def measure(bench: Bench) -> list[Line]:
    """Floor and ours alternate, each round in a fresh child."""
    found = bench.compare({"floor": ("tables:plain", {"rows": ROWS}), "ours": ("tables:ours", {"rows": ROWS})})
    aims = {"scroll frame": Aim(16, "ms")}
    lines = [
        Line("table", f"{what}, {ROWS:,} rows", found["ours"][what], found["floor"][what], aims.get(what))
        for what in found["floor"]
    ]
    grouped = found["ours"]["group by unit"]
    lines.append(Line("table", f"group by unit, {ROWS:,} rows", grouped, found["floor"]["sort"]))
    lines.append(Line("table", "scroll frame, column frozen", found["ours"]["frozen frame"],
                      found["floor"]["scroll frame"], Aim(16, "ms")))  # fmt: skip
    themes = bench.compare({"theme": ("tables:theme", {})}, rounds=min(bench.rounds, 3))["theme"]
    lines.append(Line("theme", f"another theme, {SCREENS} screens built", themes["change"], None, Aim(300, "ms")))
    return lines


def made(rows: int) -> list[Row]:
    """DATOS FICTICIOS."""
    units, people = [f"Unidad {n:02}" for n in range(40)], [f"Persona {n:03} Ficticia" for n in range(300)]
    return [
        Row(UUID(int=n + 1), f"COM-2026-{n:06}", f"Compromiso ficticio {n * 7919 % rows}", units[n * 31 % 40],
            people[n * 17 % 300], n % 101, n * 100)
        for n in range(rows)
    ]  # fmt: skip


def settle() -> None:
    """Let the window be seen: until then nothing is painted."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(100, loop.quit)
    loop.exec()


def frames(step: Callable[[int], None]) -> Timing:
    """The median of one frame."""
    walls, cpus = [], []
    for n in range(FRAMES):
        cpu, wall = time.process_time(), time.perf_counter()
        step(n)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return statistics.median(walls), statistics.median(cpus)


def scrolled(view: Any) -> Timing:
    """One frame of a fast scroll: a wheel's step and a whole new screen."""
    bar = view.verticalScrollBar()

    def step(_n: int) -> None:
        bar.setValue(bar.value() + 159)
        view.viewport().repaint()

    step(0)
    return frames(step)


def plain(rows: int) -> Answer:
    """A child: a QAbstractTableModel over a list, under a QTableView."""
    from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
    from PySide6.QtWidgets import QTableView

    from ui import application

    application.application(mode="light")
    everything = made(rows)

    class Plain(QAbstractTableModel):
        def __init__(self) -> None:
            super().__init__()
            self.rows = list(everything)

        def rowCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008
            return len(self.rows)

        def columnCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008
            return 6

        def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
            if role != Qt.ItemDataRole.DisplayRole:
                return None
            row = self.rows[index.row()]
            return (row.code, row.name, row.unit, row.person, row.points, row.budget)[index.column()]

        def show(self, rows: Sequence[Row]) -> None:
            self.beginResetModel()
            self.rows = list(rows)
            self.endResetModel()

    view = QTableView()
    view.verticalHeader().setDefaultSectionSize(54)
    view.verticalHeader().hide()
    view.resize(*SIZE)
    view.show()
    settle()
    model = Plain()

    def first() -> None:
        view.setModel(model)
        view.viewport().repaint()

    def shown(rows: Sequence[Row]) -> None:
        model.show(rows)
        view.viewport().repaint()

    found = {"first paint": timed(first), "scroll frame": scrolled(view)}
    found["filter"] = timed(lambda: shown([row for row in everything if "77" in row.name]))
    shown(everything)
    found["sort"] = timed(lambda: shown(sorted(everything, key=lambda row: (row.unit, row.name))))
    return found


def ours(rows: int) -> Answer:
    """A child: our model and our table, with two-line cells, initials and progress."""
    from db.fields import MONEY, NUMBER, TEXT
    from db.queries.grouping import Total
    from db.queries.listing import Ask, Column, Order
    from ecd_desktop import language
    from ui import application
    from ui.widgets import cells
    from ui.widgets.grouping import Content, Gathered, Heading
    from ui.widgets.table import Table
    from ui.widgets.table_model import RowsModel

    application.application(mode="light")
    everything = made(rows)
    by_key = {row.key: row for row in everything}

    class Source:
        """In memory; it answers at once."""

        def _asked(self, ask: Ask) -> list[Row]:
            kept = [row for row in everything if ask.text in row.name] if ask.text else everything
            return sorted(kept, key=lambda row: (row.unit, row.name)) if ask.order else kept

        def load(self, ask: Ask, wanted: Any, then: Any) -> None:
            keys = [row.key for row in self._asked(ask)]
            then((keys, [by_key[key] for key in wanted(keys)]))

        def rows(self, ask: Ask, keys: Sequence[UUID], then: Any) -> None:
            then([by_key[key] for key in keys])

        def grouped(self, ask: Ask, by: str, totals: Sequence[str], wanted: Any, then: Any) -> None:
            groups: dict[str, list[UUID]] = {}
            for row in self._asked(ask):
                groups.setdefault(row.unit, []).append(row.key)
            content = Content.of([
                Gathered(Heading(by, unit), groups[unit], {"budget": Total(len(groups[unit]), 1)})
                for unit in sorted(groups)
            ])  # fmt: skip
            then((content, [by_key[key] for key in wanted(content)]))

        def totals(self, ask: Ask, names: Sequence[str], keys: Any, then: Any) -> None:
            then({})

    columns = (
        cells.two_lines("name", second=lambda row: row.code, width=300, stretch=True), cells.code("code", width=150),
        cells.who("unit", width=160), cells.who("person", width=200), cells.bar("points", width=120),
        cells.number("budget", width=130),
    )  # fmt: skip
    declared = {name: Column(name, name, TEXT) for name in ("name", "code", "unit", "person")}
    declared |= {
        "points": Column("points", "points", NUMBER, total="mean"),
        "budget": Column("budget", "budget", MONEY),
    }
    model = RowsModel(Source(), columns, declared, language.speech("es"))
    view = Table(model, "bench")
    view.resize(*SIZE)
    view.show()
    settle()

    def shown(ask: Ask) -> None:
        model.load(ask)
        model._fetch()
        view.viewport().repaint()

    def step(n: int) -> None:
        bar = view.verticalScrollBar()
        bar.setValue(bar.value() + 159)
        view.viewport().repaint()
        if view.frozen is not None and view.frozen.isVisible():
            view.frozen.repaint()
        model._fetch()

    def whole_frames() -> Timing:
        step(0)
        return frames(step)

    found = {"first paint": timed(lambda: shown(Ask())), "scroll frame": whole_frames()}
    found["filter"] = timed(lambda: shown(Ask(text="77")))
    shown(Ask())
    found["sort"] = timed(lambda: shown(Ask(order=(Order("unit"),))))

    def group() -> None:
        view.group_by("unit")
        view.viewport().repaint()

    found["group by unit"] = timed(group)
    view.resize(700, 700)
    settle()
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
    found["frozen frame"] = whole_frames()
    return found


def theme() -> Answer:
    """A child: the program's window on the example, its screens built, light to dark and back."""
    import tempfile
    from pathlib import Path

    from ecd_desktop.settings import Settings
    from tests.ui.example import made_example, opened_office, wait_until_idle
    from ui import application, style
    from ui.tasks import Tasks

    app = application.application(mode="light")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "example.db"
        made_example(file)
        tasks = Tasks()
        window = opened_office(f"sqlite:///{file}", tasks, Settings(path=Path(folder) / "settings.toml"))
        for place in list(window.places)[:SCREENS]:
            window.go(place)
            wait_until_idle(tasks)
        window.go("action_items")
        wait_until_idle(tasks)

        def change(mode: style.Mode) -> None:
            style.apply(app, mode)
            app.sendPostedEvents()
            window.repaint()

        timings = [timed(lambda mode=mode: change(mode)) for mode in ("dark", "light") * 3]  # type: ignore[misc]
        tasks.close()
    return {"change": (statistics.median(wall for wall, _ in timings), statistics.median(cpu for _, cpu in timings))}
