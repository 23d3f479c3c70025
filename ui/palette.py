"""What the palette offers in this window: records, places and commands, those used last first; and how they are run."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from ecd_desktop.language import _, format_date, ngettext
from ui.commands import Command, always, native, plain
from ui.matched import BEGINS, WORDS, fit, spans, typed_words
from ui.read_only import only_looks
from ui.widgets.palette import Palette
from ui.widgets.palette_list import Entry, Group

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.search import Found
    from ui.main_window import MainWindow
    from ui.tasks import Ticket

PATIENCE = 150  # milliseconds until places and commands are shown without the records
RECORDS, RECENT, PLACES, COMMANDS, ON_THESE = 8, 5, 4, 6, 6  # shown of each group
ADDED_TO = ("projects", "cases")  # what a commitment may belong to
QUICK_ADD = "shell.quick_add"
REMEMBERED = 12
ONLY_COMMANDS = ">"


class Finder(QObject):
    """Opens the palette of one window and answers it.  Runs without a database as well: places and commands."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._palette: Palette | None = None
        self._ticket: Ticket | None = None
        self._opened: list[tuple[str, Key]] = []  # records opened from here, the last one first
        self._ran: list[str] = []  # commands, likewise
        self._database = ""
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(lambda: self._show(None))
        self._text = ""

    @property
    def palette(self) -> Palette:
        """The overlay; made when it is first opened."""
        if self._palette is None:
            self._palette = Palette(self._window)
            self._palette.asked.connect(self._ask)
            self._palette.closed.connect(self._stop)
        return self._palette

    def toggle(self, text: str = "") -> None:
        """Ctrl+K: open it, or close it where it is open."""
        if self.palette.isVisible():
            self.palette.close_palette()
        else:
            self.palette.begin(text)

    # --- asking -------------------------------------------------------------------------------------------------------

    def _ask(self, text: str) -> None:
        self._stop()
        self._text = text
        database = self._window.tasks.database
        if database is None or text.startswith(ONLY_COMMANDS):
            self._show([])
            return
        if database.db_id != self._database:
            self._database, self._opened = database.db_id, []
        homes = self._homes()
        opened = tuple(self._opened)

        def job(session: Any) -> list[Found]:
            from db.queries import search

            if typed_words(text):
                return search.search(session, text, entities=homes, limit=RECORDS)
            return search.recent(session, entities=homes, first=opened, limit=RECENT)

        self._ticket = self._window.here.read(
            job, self._show, refused=lambda _exc: self._show([]), owner=self, slot="palette"
        )
        self._patience.start()

    def _stop(self) -> None:
        self._patience.stop()
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None

    def _show(self, found: list[Found] | None) -> None:
        """Answer with what there is; ``None``: the records are not there yet."""
        self._patience.stop()
        text = self._text.removeprefix(ONLY_COMMANDS)
        words = typed_words(text)
        everything = self._text.startswith(ONLY_COMMANDS)
        records = Group(_("Records") if words else _("Recent"), tuple(self._record(one, words) for one in found or ()))
        places = Group(_("Go to"), () if everything else tuple(self._places(words)))
        on_these, others = self._commands(words, everything=everything)
        selection = Group(self._selection(), tuple(on_these))
        commands = Group(_("Commands"), tuple(others))
        groups = [records, selection, places, commands]
        if words:
            groups = _ranked([records, selection, commands, places], words)
        if words and not everything and self._can_add():
            groups.append(Group(_("Create"), (self._create(text.strip()),)))
        nothing = _("Nothing holds “{text}”. Every word must occur; accents and capitals do not matter.")
        empty = _("Searching…") if found is None else nothing.format(text=text.strip())
        self.palette.show_groups(self._text, groups, empty=empty)

    # --- what is offered ----------------------------------------------------------------------------------------------

    def _record(self, found: Found, words: list[str]) -> Entry:
        place = self._window.places[self._homes()[found.entity]]
        day = format_date(found.on) if found.on is not None else ""
        hint = " · ".join(part for part in (_(found.noun), found.code, found.hint, day) if part)
        run = partial(self._open, found.entity, found.key)
        marked = spans(words, found.title)
        return Entry(f"{found.entity}/{found.key}", found.title, run, hint=hint, icon=place.icon, spans=marked)

    def _places(self, words: list[str]) -> Iterable[Entry]:
        usable = self._window.rail.isEnabled()
        fitting = [(fit(words, _(place.title)), place) for place in self._window.places.values() if not place.within]
        best = sorted((one for one in fitting if one[0]), key=lambda one: -one[0])
        for _fit, place in best[:PLACES] if words else best:
            if place.id == self._window.place():
                continue
            action = self._window.registry[f"go.{place.id}"]
            title = _(place.title)
            yield Entry(
                f"go/{place.id}", title, action.trigger, icon=place.icon, keys=native(action),
                spans=spans(words, title), reason="" if usable else _("Open a database first."),
            )  # fmt: skip

    def _commands(self, words: list[str], *, everything: bool) -> tuple[list[Entry], list[Entry]]:
        """What can be done with the selection, and the others.

        Typed: all that fit; otherwise those of this place, or after ``>`` every one, in one list.
        """
        here = self._window.place()
        selected = bool(self._window.here.keys) and not everything
        offered = []
        for command in self._window.registry.commands():
            if command.id.startswith("go.") or command.id == "shell.palette":
                continue
            if not words and not everything and command.place != here:
                continue
            title = self._words_of(command)
            level = fit(words, title, f"{_(command.tip)} {self._place_of(command)}")
            level = max(level, _fit_also(words, title, _(command.also)))
            if not level:
                continue
            elsewhere = command.place not in ("", here)
            reason = self._reason(command)
            if everything or not (elsewhere and reason):
                ran = self._ran.index(command.id) if command.id in self._ran else REMEMBERED
                order = (bool(elsewhere and reason), -level, elsewhere, bool(reason), ran, not command.place)
                offered.append((order, command, title))
        offered.sort(key=lambda one: one[0])
        on_these, others = self._about_one(words) if selected else [], []
        for _order, command, title in offered:
            if selected and _on_selection(command, here):
                on_these += [] if self._reason(command) else [self._command(command, title, words)]
            else:
                others.append(self._command(command, title, words))
        return on_these[:ON_THESE], others if everything else others[:COMMANDS]

    def _selection(self) -> str:
        """The heading over what can be done with the selected records."""
        keys = self._window.here.keys
        if len(keys) != 1:
            return ngettext("With {n} selected", "With {n} selected", len(keys)).format(n=len(keys))
        return _("With {what}").format(what=self._selected_one()[0])

    def _selected_one(self) -> tuple[str, str]:
        """What the one selected record is called, short, and its code."""
        page: Any = self._window.page()
        row = page.row(self._window.here.keys[0]) if hasattr(page, "row") else None
        code = str(getattr(row, "code", "") or "")
        name = code or str(getattr(row, "acronym", "") or getattr(row, "name", "") or "")
        return name or _("the selected one"), code

    def _about_one(self, words: list[str]) -> list[Entry]:
        """A commitment for the one project or case that is selected."""
        here = self._window.here
        if here.entity not in ADDED_TO or len(here.keys) != 1 or not self._can_add():
            return []
        code = self._selected_one()[1]
        title = _("New commitment in {code}…").format(code=code)
        if not code or (words and not fit(words, title)):
            return []
        action = self._window.registry[QUICK_ADD]
        hint = _("Quick add: text, @who, a date, !priority")
        return [Entry(f"add/{code}", title, partial(self._add, f" #{code}", 0), hint=hint, icon="plus",
                      keys=native(action), spans=spans(words, title))]  # fmt: skip

    def _can_add(self) -> bool:
        return "action_items" in self._homes() and not self._reason(self._window.registry.command(QUICK_ADD))

    def _create(self, text: str) -> Entry:
        """What was typed as a commitment: the last entry."""
        hint = _("As a commitment; go on with @who, a date, #project, !priority")
        keys = native(self._window.registry[QUICK_ADD])
        return Entry("create", _("Create “{name}”").format(name=text), partial(self._add, text), hint=hint, icon="plus",
                     keys=keys)  # fmt: skip

    def _add(self, text: str, cursor: int | None = None) -> None:
        from ui.quick_add.overlay import start

        start(self._window, text, cursor=cursor)

    def _command(self, command: Command, title: str, words: list[str]) -> Entry:
        action = self._window.registry[command.id]
        tip = plain(_(command.tip))
        hint = " · ".join(part for part in (self._place_of(command), tip if tip != title else "") if part)
        return Entry(
            f"command/{command.id}", title, partial(self._give, command), hint=hint, keys=native(action),
            icon=command.icon or "chevron-right", reason=self._reason(command), spans=spans(words, title),
            also=_(command.also),
        )  # fmt: skip

    def _words_of(self, command: Command) -> str:
        said = command.says(self._window.here) if command.says is not None else ""
        return said or plain(_(command.text))

    def _place_of(self, command: Command) -> str:
        """The place of a command that cannot be given here."""
        elsewhere = command.place and command.place != self._window.place()
        return _(self._window.places[command.place].title) if elsewhere and command.place in self._window.places else ""

    def _reason(self, command: Command) -> str:
        if command.place in ("", self._window.place()):
            return self._window.registry.reason(command) or ""
        if not self._window.rail.isEnabled():
            return _("Open a database first.")
        if self._window.here.read_only and not only_looks(command.id):
            return self._window.here.read_only
        if command.needs is always and not command.in_list and not command.danger:
            return ""
        # what it would work on is not in sight
        return _("Go to {place} first: it works on what is selected there.").format(place=self._place_of(command))

    def _homes(self) -> dict[str, str]:
        """The nouns that have a place here, with its id."""
        return {place.entity: place.id for place in self._window.places.values() if place.entity}

    # --- running ------------------------------------------------------------------------------------------------------

    def _open(self, entity: str, key: Key) -> None:
        _remember(self._opened, (entity, key))
        self._window.here.open(entity, key)

    def _give(self, command: Command) -> None:
        _remember(self._ran, command.id)
        if command.place not in ("", self._window.place()):
            self._window.here.go(command.place)
        self._window.registry.refresh()
        self._window.registry[command.id].trigger()


def _remember(last: list[Any], one: Any) -> None:
    if one in last:
        last.remove(one)
    last.insert(0, one)
    del last[REMEMBERED:]


def _fit_also(words: list[str], title: str, also: str) -> int:
    """How well words fit a title with the other words it is found by: as its own, never as its beginning."""
    return min(fit(words, f"{title} {also}"), WORDS) if also and words else 0


def _on_selection(command: Command, place: str) -> bool:
    """Whether a command of this place works on what is selected there."""
    return command.place == place and command.needs is not always


def _ranked(groups: list[Group], words: list[str]) -> list[Group]:
    """The group whose first entry fits best comes first; a record wins where several fit as well."""

    def level(group: Group) -> int:
        if not group.entries:
            return 0
        first = group.entries[0]
        if group is groups[0] and any(word in first.hint.lower() and not word.isalpha() for word in words):
            return BEGINS  # a code
        return max(fit(words, first.title, first.hint), _fit_also(words, first.title, first.also))

    return sorted(groups, key=lambda group: -level(group))
