"""The story of one record, newest first: when, who, what it was called, field by field from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ecd_desktop.language import N_, _, format_moment
from ui.bridge import told
from ui.widgets.controls import Button, Icon, Label, rule
from ui.widgets.surfaces import Scroll, Surface
from ui.widgets.word_diff import WordDiff

if TYPE_CHECKING:
    from db.fields import Key
    from ui.bridge import News
    from ui.here import Here

MOST = 60  # entries built at first; the rest on demand
INDENT = 24  # of what stands under an entry's words, beside its icon
ICONS = {"I": "plus", "U": "pencil", "D": "trash"}
KINDS = {
    "import": N_("import"), "undo": N_("undone"), "redo": N_("redone"), "merge": N_("merged"),
    "migrate": N_("upgrade of the database"), "redact": N_("personal data erased"),
}  # fmt: skip


class HistoryPane(Scroll):
    """A tab of the detail pane."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(read=True, parent=parent)
        self.here = here
        self._entity = ""
        self._key: Key | None = None
        self._most = MOST
        self.setObjectName("surface")
        self.setAccessibleName(_("History"))
        here.bridge.committed.connect(self._news)

    def show_record(self, entity: str, key: Key | None) -> None:
        self._entity, self._key = entity, key
        self._most = MOST
        self.load()

    def load(self) -> None:
        key, entity = self._key, self._entity
        if key is None:
            self._show([], {})
            return

        def story(store: Any) -> tuple[Any, dict[Any, str]]:
            entries = store.story(entity, key)
            with store.reading() as session:
                return entries, linked(session, entries)

        def answer(both: tuple[Any, dict[Any, str]]) -> None:
            if self._key == key:
                self._show(*both)

        self.here.ask(story, then=answer, owner=self, slot=f"story/{id(self)}")

    # --- inside -------------------------------------------------------------------------------------------------------

    def _news(self, news: News) -> None:
        if self.isVisible() and (self._entity, self._key) in news.touched:
            self.load()

    def _show(self, entries: list[Any], names: dict[Any, str]) -> None:
        inside = Surface((20, 12, 20, 20), 10)
        rows = inside.rows
        if not entries:
            rows.addWidget(Label(_("Nothing has happened to this record yet."), "body", "text2", wrap=True))
        present: dict[str, Any] = {}  # what each field holds now: the newest entry that tells of it says so
        for place, entry in enumerate(entries[: self._most]):
            for name, (_old, new) in entry.changes.items():
                present.setdefault(name, new)
            rows.addWidget(self._entry(entry, names, present, latest=place == 0))
            rows.addWidget(rule())
        if len(entries) > self._most:
            rows.addWidget(Button(_("Show older changes"), self._more, kind="link"))
        rows.addStretch(1)
        self.setWidget(inside)

    def _more(self) -> None:
        self._most *= 4
        self.load()

    def _entry(self, entry: Any, names: dict[Any, str], present: dict[str, Any], *, latest: bool) -> QWidget:
        made = QWidget()
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon(ICONS.get(entry.op, "pencil"), "text3", 16))
        head.addWidget(Label(told(entry.step), "body-strong"), 1)
        rows.addLayout(head)
        kind = KINDS.get(entry.step.kind)
        parts = (format_moment(entry.step.at), entry.step.who, _(kind) if kind else "")
        small = Label(" · ".join(part for part in parts if part), "caption", "text2", wrap=True)
        small.setContentsMargins(INDENT, 0, 0, 0)
        under = QHBoxLayout()
        under.setSpacing(8)
        under.addWidget(small, 1)
        if not latest and entry.op != "D" and entry.step.kind != "redact":
            tip = _("Make the whole record what it was after this step")
            whole = Button(_("As it was then"), lambda: self._restore_whole(entry), kind="link")
            under.addWidget(self._explained(whole, tip))
        rows.addLayout(under)
        if entry.op == "U":
            for name, (old, new) in entry.changes.items():
                rows.addWidget(self._change(entry, name, old, new, names, present.get(name)))
        return made

    def _change(self, entry: Any, name: str, old: Any, new: Any, names: dict[Any, str], now: Any) -> QWidget:
        from db.records import fields_of, record_class

        field = fields_of(record_class(entry.entity)).get(name)
        words = [said(field, value, names, self.here) for value in (old, new)]
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(INDENT, 0, 0, 0)
        row.setSpacing(8)
        label = _(field.label) if field is not None else name
        row.addWidget(WordDiff(label, *words), 1)
        if old == now:
            return made  # it is so again
        restore = Button(_("Restore"), lambda: self._restore(entry, name), kind="link")
        value = shortly(words[0]) or _("(empty)")
        tip = _("Set {field} back to {value}").format(field=label, value=value)
        row.addWidget(self._explained(restore, tip), 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _explained(self, button: Button, tip: str) -> Button:
        button.setAccessibleName(tip)
        button.setToolTip(self.here.read_only or tip)
        button.setEnabled(not self.here.read_only)
        return button

    def _restore(self, entry: Any, name: str) -> None:
        """Want the value from before that step again; what is decided with it (a state and its day) goes along."""
        from ecd_desktop.services import restoring

        self.here.do(restoring.restore_field, entry.entity, entry.key, name=name, seq=entry.step.seq)

    def _restore_whole(self, entry: Any) -> None:
        from ecd_desktop.services import restoring

        self.here.do(restoring.restore_record, entry.entity, entry.key, seq=entry.step.seq)


def linked(session: Any, entries: list[Any]) -> dict[Any, str]:
    """The present names of every record that the story's links point to."""
    from db.queries import records
    from db.records import fields_of, record_class

    wanted: dict[str, set[Any]] = {}
    for entry in entries:
        fields = fields_of(record_class(entry.entity))
        for name, pair in entry.changes.items():
            target = fields[name].target if name in fields else None
            if target:
                wanted.setdefault(target, set()).update(value for value in pair if value is not None)
    found: dict[Any, str] = {}
    for target, keys in wanted.items():
        found |= records.names(session, target, keys)
    return found


def said(field: Any, value: Any, names: dict[Any, str], here: Here) -> str:
    """A value of the journal in words; links by the name they have now."""
    if value is None or value == "":
        return ""
    if field is None:
        return str(value)
    if field.target:
        return names.get(value, _("(deleted)"))
    return " ".join(field.format(value, here.speech).split())


def shortly(words: str) -> str:
    """For a tooltip."""
    return words if len(words) <= 160 else f"{words[:160]}…"
