"""Every screen as a picture, painted in memory with the example data: for the command line, the README and the tests.

Each file is called ``<screen>-<theme>-<language>-<width>x<height>.png``.  Nothing of the person's is touched: the
database is made for it (unless one is named), the settings are the usual ones and are not kept.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QPainter

from ecd_desktop import language, paths
from ecd_desktop.errors import Expected
from ecd_desktop.identity import Person
from ecd_desktop.language import _
from ecd_desktop.settings import Settings
from ui import application, icons, style, wiring

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.main_window import MainWindow

PERSON = "Bruno Ibáñez"  # one of the invented people of the example
LONGEST = 30_000  # milliseconds that a screen may take to come to rest
CALM = 200  # milliseconds without anything under way
REFERENCE = ("organisations", "places")  # never empty: the districts, the municipal units
SEEN_OTHERWISE = ("action_items", "cases", "projects", "meetings")  # also as a board and as a calendar
MATRIX, SECOND = "matriz_compromisos_2026.xlsx", "matriz_compromisos_2026_segunda_edicion.xlsx"


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, and how the window comes to show it; False where there is no such thing."""

    name: str
    show: Callable[[Studio], bool | None]


class Studio:
    """A window that nobody sees, on a database of its own."""

    def __init__(
        self, *, theme: str, size: tuple[int, int], settings: Settings, folder: Path, database: str | None = None
    ) -> None:
        self.folder = folder  # where it makes databases
        self.database = database  # instead of the example
        mode: Any = theme
        app = application.application(mode=mode)
        style.apply(app, mode, scale=1.0)
        icons.redress()
        self.window: MainWindow = wiring.made(settings)
        self.window.resize(*size)
        self.window.show()
        self.over: QWidget | None = None  # a window beside it that is painted instead
        self.above: list[QWidget] = []  # menus and popups that are painted over it, once
        self.with_notice = False  # the notice at the foot is wanted in the next picture
        self.failures: list[BaseException] = []
        self.window.tasks.broke.connect(lambda exc, _where: self.failures.append(exc))
        self.program = wiring.program(self.window, settings, Person(PERSON, ""))

    def rest(self) -> None:
        """Until nothing is under way any more, and a moment longer."""
        loop = QEventLoop()
        calm = 0
        tick = QTimer()

        def look() -> None:
            nonlocal calm
            calm = calm + 25 if self.window.tasks.idle else 0
            if calm >= CALM or self.failures:
                loop.quit()

        tick.timeout.connect(look)
        tick.start(25)
        QTimer.singleShot(LONGEST, loop, loop.quit)
        loop.exec()
        if self.failures:
            raise self.failures[0]

    def go(self, place: str) -> Any:
        """Show a place; its page."""
        self.window.finder.palette.close_palette()
        self.window.go(place)
        self.rest()
        return self.window.page()

    def save(self, path: Path) -> None:
        """Paint the window into a file."""
        if not self.with_notice:
            self.window.notices.hide()
        self.rest()
        picture = (self.over or self.window).grab()
        if self.above:
            painter = QPainter(picture)
            for widget in self.above:
                painter.drawPixmap(self.window.mapFromGlobal(widget.mapToGlobal(QPoint())), widget.grab())
            painter.end()
        for widget in self.above:
            widget.close()
        self.above, self.with_notice = [], False
        if not picture.save(str(path), "PNG"):
            raise Expected(_("{name} could not be written; nothing else was changed.").format(name=path.name))

    def close(self) -> None:
        self.window.tasks.close()
        self.window.close()
        self.window.deleteLater()


def render(args: Any) -> int:
    """The command ``screenshots``; ``args``: out, theme, language, size, and where given database, only.  Exit code."""
    from ecd_desktop import cli

    for path in taken(
        Path(args.out), theme=args.theme, speak=args.language, size=tuple(args.size),
        database=getattr(args, "database", None), only=getattr(args, "only", None),
    ):  # fmt: skip
        if not getattr(args, "only", None):
            cli.say(str(path))
    return 0


def taken(
    out: Path, *, theme: str = "light", speak: str | None = None, size: tuple[int, int] = (1366, 768),
    database: str | None = None, only: str | None = None,
) -> Iterator[Path]:  # fmt: skip
    """Take the pictures one by one.  ``only``: those whose name begins so.  Raises Expected where it cannot write."""
    paths.made(out)
    before = language.current()
    language.use(speak or before)
    try:
        with tempfile.TemporaryDirectory(prefix="ecd-desktop-pictures-", ignore_cleanup_errors=True) as folder:
            settings = Settings(path=Path(folder) / "settings.toml")
            settings.theme = theme
            for name in _names(only):
                ending = f"{theme}-{language.current()}-{size[0]}x{size[1]}.png"
                named = database if name == "places" else None  # the others write, or want it empty
                with _studio(theme=theme, size=size, settings=settings, folder=Path(folder), database=named) as studio:
                    for shot in shots(studio, name):
                        if (only is None or shot.name.startswith(only)) and shot.show(studio) is not False:
                            path = out / f"{shot.name}-{ending}"
                            studio.save(path)
                            yield path
    finally:
        language.use(before)


def _names(only: str | None) -> list[str]:
    """The sittings: what is taken in one window on one database."""
    sittings = ["welcome", "places", "tab", "lists", "importing", "review", "empty", "talk", "help", "read-only"]
    if only is None:
        return sittings
    known = [name for name in sittings if only.startswith(name)]
    return known or ["places"]


@contextmanager
def _studio(**given: Any) -> Iterator[Studio]:
    studio = Studio(**given)
    try:
        yield studio
    finally:
        studio.close()


def shots(studio: Studio, sitting: str) -> Iterator[Shot]:
    """The pictures of one sitting, in their order."""
    if sitting == "welcome":
        yield Shot("welcome", lambda studio: studio.program.welcome())
        yield Shot("welcome-trouble", _trouble)
        return
    _open(studio, example=sitting != "empty")
    if sitting == "read-only":
        yield Shot("read-only", _looked_at)
        return
    if sitting == "talk":
        from ui import screenshots_of_talk

        yield from (Shot(name, show) for name, show in screenshots_of_talk.talk())
        return
    if sitting == "review":
        from ui import screenshots_of_review

        yield from (Shot(name, show) for name, show in screenshots_of_review.review())
        return
    if sitting in ("lists", "tab"):
        from ui import screenshots_of_lists as closer

        yield from (Shot(name, show) for name, show in (closer.lists() if sitting == "lists" else closer.tabs()))
        return
    if sitting in ("importing", "help"):
        yield from _importing() if sitting == "importing" else _help()
        return
    for place in list(studio.window.places.values()):
        if place.id == "importing":  # has a sitting of its own
            continue
        name = f"empty-{place.id}" if sitting == "empty" else place.id
        if sitting == "empty" and place.id != "today" and (not place.entity or place.id in REFERENCE):
            continue
        yield Shot(name, lambda studio, id=place.id: _place(studio, id))
        if place.id == "action_items" and sitting != "empty":
            yield Shot("palette-recent", lambda studio: _palette(studio, ""))
            yield Shot("palette", lambda studio: _palette(studio, "parq"))
            yield Shot("palette-commands", lambda studio: _palette(studio, "> e"))
        for view in ("board", "calendar") if place.id in SEEN_OTHERWISE and sitting != "empty" else ():
            yield Shot(f"{view}-{place.id}", lambda studio, id=place.id, view=view: _view(studio, id, view))
        if place.id == "stakeholders" and sitting != "empty":
            yield Shot("grid-stakeholders", lambda studio: _view(studio, "stakeholders", "grid"))
        if place.id == "projects" and sitting != "empty":
            yield Shot("timeline-projects", lambda studio: _view(studio, "projects", "timeline"))
        if place.id == "reports" and sitting != "empty":
            yield Shot("reports-progress", lambda studio: _document(studio, "progress"))
        if place.id == "search" and sitting != "empty":
            yield Shot("search-results", _searched)
        if place.id == "history" and sitting != "empty":
            from ui import screenshots_of_history

            yield from (Shot(name, show) for name, show in screenshots_of_history.shots())
        if place.id == "bin" and sitting != "empty":
            yield Shot("bin-deleted", _deleted)
    if sitting == "empty":
        from ui import screenshots_of_talk

        yield from (Shot(name, show) for name, show in screenshots_of_talk.nothing_yet())


def _searched(studio: Studio) -> None:
    """What holds a word, by kind."""
    page = studio.go("search")
    page.field.setText("parque")
    page.show_only("")
    studio.rest()


def _deleted(studio: Studio) -> None:
    """A few commitments in the bin."""
    from ecd_desktop.services import action_items

    for key in studio.go("action_items").model.keys[2:5]:
        studio.window.here.do(action_items.delete, [key], say=False)
    studio.go("bin").load()
    studio.rest()


def _looked_at(studio: Studio) -> None:
    """A copy that nobody may change, at the commitments."""
    database = studio.window.tasks.database
    assert database is not None
    assert database.path is not None
    studio.program.look_at(database.path)
    studio.rest()
    _place(studio, "action_items")


def _trouble(studio: Studio) -> None:
    """A database in a folder that is synchronised to the cloud: refused, with three ways out."""
    folder = paths.made(studio.folder / "OneDrive")
    (folder / "equipo.db").touch()
    studio.program.open(str(folder / "equipo.db"))
    studio.rest()


def _open(studio: Studio, *, example: bool) -> None:
    """Open the database that was named, else a new one."""
    if studio.database:
        studio.program.open(studio.database)
    else:
        number = sum(path.is_dir() for path in studio.folder.iterdir())
        name = _("example") if example else "ecd"

        def fill(store: Any) -> None:
            from ecd_desktop.services import example as portfolio

            portfolio.load(store)

        target = studio.folder / str(number) / f"{name}.db"
        studio.program.create(target, fill=fill if example else None)
    studio.rest()
    if studio.window.tasks.database is None:
        page = studio.program.alone
        raise Expected(getattr(page, "message", ""), getattr(page, "remedy", ""))


def _place(studio: Studio, id: str) -> None:
    """A place with its first record open, where it has records."""
    page = studio.go(id)
    model = getattr(page, "model", None)
    if model is not None and getattr(model, "keys", None):
        page.table.select([model.keys[0]])
    studio.rest()
    studio.window.setFocus()


def _view(studio: Studio, id: str, view: str) -> None:
    """A list as a table, a board or a calendar."""
    studio.go(id)
    studio.window.registry[f"view.{view}"].trigger()
    studio.rest()


def _palette(studio: Studio, text: str) -> None:
    """The palette with something typed into it, over the commitments."""
    _view(studio, "action_items", "table")
    studio.window.finder.palette.begin(text)
    studio.rest()


def _document(studio: Studio, what: str) -> None:
    page = studio.go("reports")
    page.panel.document.setCurrentIndex(page.panel.document.findData(what))
    page.panel._chosen()
    studio.rest()


def _help() -> Iterator[Shot]:
    """The help beside the window, the sheet of shortcuts, About."""

    def page(studio: Studio, id: str, text: str = "") -> None:
        from ui.help.commands import helper

        studio.go("action_items")
        window = helper(studio.window).window
        window.open_at("action_items", id)
        window.resize(min(1040, studio.window.width()), min(720, studio.window.height()))
        window.field.setText(text)
        studio.over = window

    def dialog(studio: Studio, command: str) -> None:
        from ui.help.commands import helper

        studio.window.registry[command].trigger()
        made = helper(studio.window)
        studio.over = made.sheet if command == "help.keys" else made.about

    yield Shot("help", lambda studio: page(studio, "action_items.reschedule"))
    yield Shot("help-search", lambda studio: page(studio, "", "semáforo" if language.current() == "es" else "light"))
    yield Shot("help-keys", lambda studio: dialog(studio, "help.keys"))
    yield Shot("help-about", lambda studio: dialog(studio, "help.about"))


def _importing() -> Iterator[Shot]:
    samples = paths.resources() / "samples"

    def begin(studio: Studio) -> None:
        studio.go("importing")

    def read(studio: Studio, name: str = MATRIX) -> None:
        studio.go("importing").take_file(samples / name)
        studio.rest()

    def go_on(studio: Studio) -> None:
        page: Any = studio.window.page()
        page.go_on()
        studio.rest()

    def second(studio: Studio) -> None:
        read(studio, SECOND)
        go_on(studio)
        go_on(studio)

    yield Shot("importing-1-file", begin)
    yield Shot("importing-2-sheet", read)
    yield Shot("importing-3-columns", go_on)
    yield Shot("importing-4-preview", go_on)
    yield Shot("importing-5-result", go_on)
    yield Shot("importing-6-again", second)
    from ui import screenshots_of_importing

    yield from (Shot(name, show) for name, show in screenshots_of_importing.keyed())
