"""The form of one record: laid out by its noun, editors by kind, on a draft that survives whatever happens.

A noun's form subclasses ``Form`` and writes ``lay_out``.  Leaving a field stores the draft; the record is saved by
Ctrl+S and on leaving it, as far as it is complete and valid, and what is not waits in the draft.  While it is open,
untouched fields follow what others change; a field that both touched asks.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ecd_desktop.language import _
from ui.widgets.editors import Editor
from ui.widgets.form_page import FormPage

if TYPE_CHECKING:
    from db.fields import Field, Key, Problem
    from ecd_desktop.drafts import Draft
    from ui.bridge import News
    from ui.here import Here


class Form(FormPage):
    """One record.  Override ``entity`` and ``lay_out``; ``save_with`` where the noun has a verb of its own."""

    entity: ClassVar[str] = ""
    began = Signal(object)  # Key: a new record was saved for the first time

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(here, self.fields(), parent)
        self.draft: Draft | None = None
        self._names: dict[Key, str] = {}
        self._visit = ""  # tells one opening of a record from another: its saves are one undo
        self._tried = False  # the person wanted to save: every problem is shown from then on
        self._wanted: Key | None = None
        self.clash_bar.answered.connect(self._settle)
        here.bridge.committed.connect(self._news)

    # --- for the noun -------------------------------------------------------------------------------------------------

    def save_with(self) -> Callable[..., Any]:
        """The service that saves: ``fn(store, draft, form=…)``."""
        from ecd_desktop.services import records

        return records.save

    def save_more(self) -> dict[str, Any]:
        """Further arguments of the service: a reason typed beside a date, say."""
        return {}

    def defaults(self, name: str) -> dict[str, Any]:
        """The values a new record begins with; ``name`` was typed elsewhere."""
        return {}

    def values_changed(self, draft: Draft) -> None:
        """Called after each change and each load: show or hide what depends on it."""

    # --- showing ------------------------------------------------------------------------------------------------------

    def show_record(self, entity: str, key: Key | None) -> None:
        """Show a record, saving the one that is left; None leaves the form empty."""
        if key is not None and self._wanted == key:
            return
        if self.draft is not None and self.draft.new and key is None:
            return  # a new record is being typed; an empty selection does not end it
        self.save(None)
        self._wanted = key
        if key is None:
            self._show_nothing()
            return
        drafts = self.here.drafts

        def job(session: Any) -> tuple[Any, str | None]:
            from db.queries import records

            return records.snapshot(session, entity, key), drafts.kept(entity, key)

        def answer(both: tuple[Any, str | None]) -> None:
            snapshot, kept = both
            if self._wanted == key and snapshot is not None:
                self._open(snapshot, kept)
            elif self._wanted == key:
                self._show_nothing()

        self.here.read(job, answer, owner=self, slot=f"form/{id(self)}")

    def begin(self, name: str = "") -> None:
        """Begin a new record."""
        from ecd_desktop.services import records

        self._wanted = None
        self._take_draft(records.new_draft(self.entity, **self.defaults(name)))
        self._names = {}
        self._show_all()
        first = next(iter(self.editors.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.here.tasks.work(self.here.drafts.unfinished, self.entity, then=self._offer_unfinished)

    def _offer_unfinished(self, text: str | None) -> None:
        """A record that was begun and never saved, after a crash or a night."""
        draft = self.draft
        if text is None or draft is None or not draft.new:
            return
        from ecd_desktop.drafts import Draft

        older = Draft.from_json(text, draft.fields, self.here.speech, rules=draft.rules)
        if older.key == draft.key:
            return

        def go_on() -> None:
            self._take_draft(older)
            self._show_all()

        def discard() -> None:
            self.here.tasks.work(self.here.drafts.drop, older.entity, older.key)
            self.bar.say("")

        self.bar.say(_("There is one that you began and did not finish."), (_("Go on with it"), go_on),
                     (_("Discard it"), discard))  # fmt: skip

    # --- saving -------------------------------------------------------------------------------------------------------

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save what is valid; ``then`` when that is done, or at once where there was nothing to save."""
        draft = self.draft
        if draft is not None:
            self._take_all(draft)
        if draft is None or not draft.changed:
            if then is not None:
                then()
            return
        self._tried = True
        if not draft.wishes():
            self._show_problems()
            self._keep(draft)
            self.here.notice(_("Not saved yet: something is missing or wrong. What you typed is kept as a draft."))
            if then is not None:
                then()
            return
        from ecd_desktop.services import records

        twin, new = records.copied(draft), draft.new

        def saved(_outcome: Any) -> None:
            self._after_save(draft, new)
            if then is not None:
                then()

        self.here.do(self.save_with(), twin, form=self._visit, then=saved, owner=self, say=new,
                     refused=lambda exc: self._refused(draft, exc, then), **self.save_more())  # fmt: skip

    # --- inside: opening ----------------------------------------------------------------------------------------------

    @classmethod
    def fields(cls) -> dict[str, Field]:
        """The fields of the noun, as declared on its record."""
        from db.records import fields_of, record_class

        return dict(fields_of(record_class(cls.entity)))

    def _open(self, snapshot: Any, kept: str | None) -> None:
        from ecd_desktop.drafts import Draft
        from ecd_desktop.services import records

        draft = records.draft_of(snapshot)
        self._names = dict(snapshot.names)
        clashes: list[Any] = []
        if kept is not None:
            try:
                draft = Draft.from_json(kept, draft.fields, self.here.speech, rules=draft.rules)
                clashes = draft.follow(snapshot)
            except (ValueError, KeyError):  # a draft of another version: what is stored stands
                draft = records.draft_of(snapshot)
        self._take_draft(draft)
        if draft.changed:
            self.bar.say(
                _("What you typed before and did not save is here again."),
                (_("Discard it"), lambda: self._discard(draft)),
            )
        self._show_all()
        self.clash_bar.ask(clashes, self._fields, self._words)

    def _discard(self, draft: Draft) -> None:
        """Show what is stored; what was typed is forgotten."""
        draft.forget()
        self.bar.say("")
        self._show_all()
        self._keep(draft)

    def _take_draft(self, draft: Draft) -> None:
        self.draft = draft
        self._visit = uuid.uuid4().hex
        self._tried = False
        self.bar.say("")
        self.clash_bar.ask([], self._fields, self._words)
        self._inside.setEnabled(True)

    def _show_nothing(self) -> None:
        self.draft = None
        for editor in self.editors.values():
            editor.show_value(None, "")
            self.say(editor.name, "")
        self._inside.setEnabled(False)

    def _show_all(self) -> None:
        draft = self.draft
        if draft is None:
            return
        self.setUpdatesEnabled(False)
        for name, editor in self.editors.items():
            typed = draft.typed.get(name)
            editor.show_value(draft.value(name), typed.text if typed else self._words(name, draft.value(name)))
        self._show_problems()
        self.values_changed(draft)
        self.setUpdatesEnabled(True)

    def _words(self, name: str, value: Any) -> str:
        if value is None:
            return ""
        field = self._fields[name]
        return self._names.get(value, "") if field.target else field.format(value, self.here.speech)

    # --- inside: editing ----------------------------------------------------------------------------------------------

    def field_left(self, editor: Editor) -> None:
        draft = self.draft
        if draft is None:
            return
        before = (draft.value(editor.name), draft.typed.get(editor.name))
        editor.take(draft)
        if (draft.value(editor.name), draft.typed.get(editor.name)) == before:
            self._show_problems()
            return
        if self._fields[editor.name].target and draft.value(editor.name) is not None:
            self._names[draft.value(editor.name)] = editor.said()
        self._show_problems()
        self.values_changed(draft)
        self._keep(draft)
        self.edited.emit()

    def _take_all(self, draft: Draft) -> None:
        for editor in self.editors.values():
            editor.take(draft)

    def _keep(self, draft: Draft) -> None:
        drafts, entity, key = self.here.drafts, draft.entity, draft.key
        if draft.changed:
            text = draft.as_json()
            self.here.tasks.work(drafts.keep, entity, key, text)
        else:
            self.here.tasks.work(drafts.drop, entity, key)

    def _show_problems(self, more: Sequence[Problem] = ()) -> None:
        """Problems of what was touched; all of them once the person wanted to save."""
        draft = self.draft
        if draft is None:
            return
        touched = draft.changed
        problems = [*more, *draft.problems()]
        said = {p.field: p.text(self.here.speech) for p in reversed(problems)
                if self._tried or p.field in draft.typed or (p.field in touched and not draft.new)}  # fmt: skip
        for name in self.editors:
            self.say(name, said.get(name, ""))
        if whole := said.get(""):
            self.bar.say(whole)

    # --- inside: saved, refused, changed elsewhere --------------------------------------------------------------------

    def _after_save(self, draft: Draft, new: bool) -> None:
        if new:
            self.began.emit(draft.key)
        if self.draft is draft and self._wanted is None:
            self._wanted = draft.key
        self._reread(draft)

    def _refused(self, draft: Draft, exc: Exception, then: Callable[[], None] | None) -> None:
        self._keep(draft)
        problems = getattr(exc, "problems", ())
        if self.draft is draft and problems:
            self._tried = True
            self._show_problems(problems)
            self.bar.say("\n".join(p.text(self.here.speech) for p in problems if p.field not in self.editors))
        else:
            self.here.failed(exc)
        if then is not None:
            then()

    def _reread(self, draft: Draft) -> None:
        """Let a draft take in what its record is now: what waits in it is kept, what is being typed stays."""

        def job(session: Any) -> Any:
            from db.queries import records

            return records.snapshot(session, draft.entity, draft.key)

        def answer(snapshot: Any) -> None:
            if draft.new and snapshot is None:
                return
            open_here = self.draft is draft
            if open_here:
                self._take_all(draft)
            clashes = draft.follow(snapshot)
            self._keep(draft)
            if open_here:
                if snapshot is not None:
                    self._names |= snapshot.names
                self._show_all()
                self.clash_bar.ask(clashes, self._fields, self._words)

        self.here.read(job, answer, owner=self, slot=f"reread/{id(self)}/{draft.key}")

    def _news(self, news: News) -> None:
        draft = self.draft
        if draft is not None and (draft.entity, draft.key) in news.touched:
            self._reread(draft)

    def _settle(self, clash: Any, mine: bool) -> None:
        draft = self.draft
        if draft is None:
            return
        if clash.names:
            draft.settle(clash, mine=mine)
            self._show_all()
            self._keep(draft)
        else:  # the record was deleted elsewhere
            self.here.tasks.work(self.here.drafts.drop, draft.entity, draft.key)
            self._show_nothing()
