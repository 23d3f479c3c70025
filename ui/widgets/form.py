"""The form of one record: laid out by its noun, editors by kind, on a draft that survives whatever happens.

A noun's form subclasses ``Form`` and writes ``lay_out``.  Leaving a field stores the draft; the record is saved by
Ctrl+S and on leaving it, as far as it is complete and valid, and what is not waits in the draft.  While it is open,
untouched fields follow what others change; a field that both touched asks.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ecd_desktop.language import _
from ui.widgets.draft_keeping import DraftKeeping
from ui.widgets.editors import Editor
from ui.widgets.form_page import FormPage
from ui.widgets.save_turns import SaveTurns

if TYPE_CHECKING:
    from db.fields import Field, Key, Problem
    from ecd_desktop.drafts import Draft
    from ui.bridge import News
    from ui.here import Here

Then = Callable[[], None] | None
KEEP_AFTER = 1_500  # milliseconds: what is typed is in the draft file by then, wherever the cursor is


class Form(FormPage):
    """One record.  Override ``entity`` and ``lay_out``; ``save_with`` where the noun has a verb of its own."""

    entity: ClassVar[str] = ""
    began = Signal(object)  # Key: a new record was saved for the first time
    gone = Signal()  # the record that was shown is no more

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(here, self.fields(), parent)
        self.draft: Draft | None = None
        self._visit = ""  # tells one opening of a record from another: its saves are one undo
        self._tried = False  # the person wanted to save: every problem is shown from then on
        self._wanted: Key | None = None
        self._saving = SaveTurns()
        self._saved_new: set[Key] = set()
        self._keeping = DraftKeeping(here, self)
        self._keep_soon = QTimer(self, singleShot=True, interval=KEEP_AFTER)
        self._keep_soon.timeout.connect(self._keep_typing)
        self.edited.connect(self._keep_soon.start)
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
        self._leave()
        self._wanted = key
        if key is None:
            self._show_nothing()
            return
        kept = self._keeping.reader(entity, key)

        def job(session: Any) -> tuple[Any, str | None]:
            from db.queries import records

            return records.snapshot(session, entity, key), kept()

        def answer(both: tuple[Any, str | None]) -> None:
            snapshot, text = both
            if self._wanted == key and snapshot is not None:
                self._open(snapshot, text)
            elif self._wanted == key:
                self._show_gone()

        def refused(exc: Exception) -> None:
            self._show_gone()
            self.here.failed(exc)

        self.here.read(job, answer, refused=refused, owner=self, slot=f"form/{id(self)}")

    def take_focus(self) -> None:
        """Put the cursor in the first field, now or as soon as its record is there."""
        if self._wanted is not None and self.draft is None:
            self.hold_keys()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def shows(self) -> bool:
        """Whether a record is shown here, or on its way."""
        return self.draft is not None or self._wanted is not None

    @property
    def unsaved(self) -> bool:
        """Whether something is typed here that is not saved."""
        return self.draft is not None and bool(self.draft.changed)

    def begin(self, name: str = "") -> None:
        """Begin a new record."""
        from ecd_desktop.services import records

        self._leave()
        self._wanted = None
        draft = records.new_draft(self.entity, **self.defaults(name))
        self._take_draft(draft)
        self._names = {}
        self._show_all()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._keeping.offer(
            draft, self.bar, lambda older: self._go_on(draft, older),
            unless=lambda older: self.draft is not draft or older in self._saving or older in self._saved_new,
        )  # fmt: skip

    def _go_on(self, draft: Draft, older: Draft) -> None:
        self._take_all(draft)
        self._keeping.keep(draft)  # it can be gone on with as well
        self._take_draft(older)
        self._show_all()

    # --- saving -------------------------------------------------------------------------------------------------------

    def save(self, then: Then = None) -> None:
        """Save what is valid; ``then`` when that is done, or at once where there was nothing to save."""
        if (draft := self.draft) is None:
            self._saving.after_all(then)
        else:
            self._take_all(draft)
            self._save(draft, {"form": self._visit, **self.save_more()}, then)

    def _save(self, draft: Draft, more: dict[str, Any], then: Then) -> None:
        """One save of a record at a time: what is wanted meanwhile is saved on what this one brings about."""
        if draft.key in self._saving:
            self._keeping.keep(draft)
            self._saving.wait(draft.key, lambda: self._save(draft, more, then))
            return
        wishes = draft.wishes()
        if not draft.changed or (draft.blank and then is None and not wishes):
            self._saving.after_all(then)
            return
        if self.draft is draft:
            self._tried = True
            self._show_problems()
        if not wishes:
            if not draft.blank:
                self._keeping.keep(draft)
                self._keeping.say_kept()
            self._saving.after_all(then)
            return
        from ecd_desktop.services import records

        twin, wanted, new = records.copied(draft), dict(draft.wanted), draft.new
        self._saving.begin(draft.key)

        def saved(outcome: Any) -> None:
            lost = {conflict.wish.field for conflict in getattr(outcome, "conflicts", ())}
            draft.granted([wish for wish in wishes if wish.field not in lost], wanted)
            self._after_save(draft, new)
            self._saving.end(draft.key, then)

        def refused(exc: Exception) -> None:
            self._refused(draft, exc)
            self._saving.end(draft.key, then)

        def clash(_outcome: Any) -> None:
            if self.draft is draft:
                self.verticalScrollBar().setValue(0)  # the bar there asks
            else:
                self._keeping.say_clash(draft)

        def broke() -> None:  # a bug: nothing was written, and what was typed must not go with it
            self._keeping.keep(draft)
            self._saving.end(draft.key)

        self.here.do(self.save_with(), twin, then=saved, owner=self, say=new, refused=refused, broke=broke,
                     conflicts=clash, **more)  # fmt: skip

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
        self._keeping.keep(draft)

    def _leave(self) -> None:
        """Save what is shown and let go of it: what is typed from now on is meant for the next record."""
        self.keep_focus()
        self.save(None)
        self.draft = None
        self._keep_soon.stop()
        self.close_fields(waiting=True)

    def _take_draft(self, draft: Draft) -> None:
        self.draft = draft
        self._visit = uuid.uuid4().hex
        self._tried = False
        self.bar.say("")
        self.clash_bar.ask([], self._fields, self._words)
        self.verticalScrollBar().setValue(0)

    def _show_nothing(self) -> None:
        self.draft = None
        for editor in self.editors.values():
            editor.show_value(None, "")
            self.say(editor.name, "")
        self.close_fields()

    def _show_gone(self) -> None:
        self._wanted = None
        self._show_nothing()
        self.gone.emit()

    def _show_all(self, *, besides: str = "") -> None:
        """Show the draft; the field ``besides`` is being typed in and stays as it is."""
        if (draft := self.draft) is None:
            return
        self.setUpdatesEnabled(False)
        for name, editor in self.editors.items():
            if name == besides:
                continue
            typed = draft.typed.get(name)
            editor.show_value(draft.value(name), typed.text if typed else self._words(name, draft.value(name)))
        self._show_problems()
        self.values_changed(draft)
        self.setUpdatesEnabled(True)
        self.open_fields()

    # --- inside: editing ----------------------------------------------------------------------------------------------

    def field_left(self, editor: Editor) -> None:
        if (draft := self.draft) is None:
            return
        before = (draft.value(editor.name), draft.typed.get(editor.name))
        editor.take(draft)
        editor.write_out(draft)
        if (draft.value(editor.name), draft.typed.get(editor.name)) == before:
            self._show_problems()
            return
        if self._fields[editor.name].target and draft.value(editor.name) is not None:
            self._names[draft.value(editor.name)] = editor.said()
        self._show_problems()
        self.values_changed(draft)
        self._keeping.keep(draft)
        self.edited.emit()

    def _take_all(self, draft: Draft) -> None:
        for editor in self.editors.values():
            editor.take(draft)

    def _keep_typing(self) -> None:
        """The cursor stands in a field: keep what it holds so far, without a word about what is still wrong."""
        if (draft := self.draft) is not None:
            from ecd_desktop.services import records

            twin = records.copied(draft)
            self._take_all(twin)
            self._keeping.keep(twin)

    def _show_problems(self, more: Sequence[Problem] = ()) -> None:
        """Problems of what was touched; all of them once the person wanted to save."""
        if (draft := self.draft) is None:
            return
        touched = draft.changed
        problems = [*more, *draft.problems()]
        said = {p.field: p.text(self.here.speech) for p in reversed(problems)
                if self._tried or p.field in draft.typed or (p.field in touched and not draft.new)}  # fmt: skip
        advice = self.advice(draft)
        for name in self.editors:
            self.say(name, said.get(name, ""), advice.get(name, ""))
        if whole := said.get(""):
            self.bar.say(whole)

    # --- inside: saved, refused, changed elsewhere --------------------------------------------------------------------

    def _after_save(self, draft: Draft, new: bool) -> None:
        self._keeping.keep(draft)
        if new:
            self._saved_new.add(draft.key)
            self.began.emit(draft.key)
        if self.draft is draft:
            if self._wanted is None:
                self._wanted = draft.key
            if draft.problems():
                self._keeping.say_kept()
            elif not draft.changed:
                self.bar.say("")  # nothing waits here any more
            self._reread(draft)

    def _refused(self, draft: Draft, exc: Exception) -> None:
        self._keeping.keep(draft)
        problems = getattr(exc, "problems", ())
        if self.draft is draft and problems:
            self._tried = True
            self._show_problems(problems)
            self.bar.say("\n".join(p.text(self.here.speech) for p in problems if p.field not in self.editors))
        else:
            self.here.failed(exc)

    def _reread(self, draft: Draft) -> None:
        """Let a draft take in what its record is now: what waits in it is kept, what is being typed stays."""

        def job(session: Any) -> Any:
            from db.queries import records

            return records.snapshot(session, draft.entity, draft.key)

        def answer(snapshot: Any) -> None:
            if draft.new and snapshot is None:
                return
            typing = next((name for name, one in self.editors.items() if one.inner.hasFocus()), "")
            if open_here := self.draft is draft:
                self._take_all(draft)
            if snapshot is None and open_here and not draft.changed:  # nothing typed is lost with it
                self._keeping.keep(draft)
                self._show_gone()
                return
            before = draft.value(typing)
            clashes = draft.follow(snapshot)
            self._keeping.keep(draft)
            if open_here:
                if snapshot is not None:
                    self._names |= snapshot.names
                self._show_all(besides=typing if draft.value(typing) == before else "")
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
            self._keeping.keep(draft)
        else:  # the record was deleted elsewhere
            self._keeping.drop(draft.entity, draft.key)
            self._show_gone()
