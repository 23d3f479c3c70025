"""The choices of a document: which, about what, as of when, in which language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.fields import Field
from db.kinds import DAY, LINK, MEMO, TEXT
from ecd_desktop.calendar import clock
from ecd_desktop.issuing import OF_MEETING
from ecd_desktop.language import N_, _
from ecd_desktop.progress_content import Asked
from ecd_desktop.report_arguments import OF_RECORD
from ecd_desktop.services import issued_reports
from ui.reports.making import Choices
from ui.reports.progress_choices import ProgressChoices
from ui.widgets.answers import Answers
from ui.widgets.controls import Button, ComboBox, Label
from ui.widgets.surfaces import Scroll, Surface

if TYPE_CHECKING:
    from ui.here import Here

DOCUMENTS = (
    ("commitments", N_("Commitment matrix")), ("progress", N_("Progress report")),
    ("week", N_("The week on a page")), ("case", N_("Case sheet")),
    ("project", N_("Project sheet")),
    ("minutes", N_("Minutes of the meeting")), ("attendance", N_("Attendance list")),
    ("agenda", N_("Agenda of the meeting")), ("signatures", N_("Additional signature sheet")),
    ("extract", N_("Extract of the minutes")), ("briefing", N_("Briefing note")),
    ("lesson", N_("Lesson sheet")), ("lessons", N_("Compendium of lessons")),
    ("stakeholders", N_("Stakeholder map")), ("public_stakeholders", N_("List of stakeholders")),
)  # fmt: skip
GROUPS = (
    ("unit", N_("By responsible unit")), ("project", N_("By project")), ("meeting", N_("By meeting")),
    ("none", N_("Not grouped")),
)  # fmt: skip
ROWS = (("invited", N_("With the people invited")), ("blank", N_("Blank")))
FORMS = (
    ("", N_("As the kind of meeting")), ("office", N_("Institutional")),
    ("neighbours", N_("Of neighbours: asks for least")),
)  # fmt: skip
COPIES = (("original", N_("As it is signed")), ("public", N_("Public version")))
SUBJECTS = (("meeting", N_("One meeting")), ("project", N_("One project")))
SCOPES = (
    ("all", N_("All commitments")), ("unit", N_("One unit")), ("project", N_("One project")),
    ("view", N_("The list as it was filtered")),
)  # fmt: skip
WHICH = (("read", N_("Reviewed and published")), ("all", N_("All, drafts and retired ones too")))
LANGUAGES = (("", N_("As in the settings")), ("es", N_("Spanish")), ("en", N_("English")))
LINKS = {
    "unit": Field(LINK, N_("Unit"), target="organisations"), "project": Field(LINK, N_("Project"), target="projects"),
    "case": Field(LINK, N_("Case"), target="cases"), "meeting": Field(LINK, N_("Meeting"), target="meetings"),
    "lesson": Field(LINK, N_("Lesson"), target="lessons"),
}  # fmt: skip
ADDRESSED = {
    "to": Field(TEXT, N_("Addressed to")),
    "message": Field(MEMO, N_("Key messages and what is asked of the authority"), max=1_200),
}  # fmt: skip
PROGRESS = ("progress", "week")
DAYS = {"cutoff": Field(DAY, N_("Facts up to")), "known": Field(DAY, N_("As it was known on"))}


class Panel(Scroll):
    """Announces every choice; ``choices`` is None while something is still missing."""

    changed = Signal()

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.here = here
        self._view = Choices()
        self._edition: tuple[Any, int | None] = (None, None)  # which version of whose minutes was asked for
        self._codes: dict[Any, tuple[str, str]] = {}  # key → what the document needs of the record, its name
        self.document, self.scope = combo(DOCUMENTS), combo(SCOPES[:3])
        self.group, self.language = combo(GROUPS), combo(LANGUAGES)
        self.rows_of_list, self.form = combo(ROWS), combo(FORMS)
        self.copy, self.subject, self.whose = combo(COPIES), combo(SUBJECTS), combo(())
        self.which = combo(WHICH)
        self._asked_whose: Any = None  # the meeting whose responsible people are offered
        self.addressed = Answers(here, ADDRESSED)
        self.progress = ProgressChoices(here)
        self.links = {name: Answers(here, {name: field}) for name, field in LINKS.items()}
        self.days = Answers(here, DAYS)
        self.days.spaced(12)  # as the parts around them
        self.waits = Label("", "caption", "text2", wrap=True)
        self._parts: dict[str, QWidget] = {}
        self._lay_out()
        for box in (self.document, self.scope, self.group, self.language, self.rows_of_list, self.form,
                    self.copy, self.subject, self.whose, self.which, self.progress.about):  # fmt: skip
            box.activated.connect(lambda _n: self._chosen())
        for name, link in self.links.items():
            link.editors[name].left.connect(self._chosen)
        self.progress.changed.connect(self._chosen)
        for name in ADDRESSED:
            self.addressed.editors[name].left.connect(self._chosen)
        for name in DAYS:
            self.days.editors[name].left.connect(self._chosen)
        self._arrange()

    # --- asked by the page --------------------------------------------------------------------------------------------

    def choices(self) -> Choices | None:
        """What was chosen; None where a record is still to be chosen."""
        what, scope = self.document.currentData(), self.scope.currentData()
        made = self._view if (what, scope) == ("commitments", "view") else Choices(what=what)
        days = self.days.values() or {}
        made = replace(
            made, group_by=self.group.currentData(), cutoff=_day(days.get("cutoff")), known=_day(days.get("known")),
            language=self.language.currentData() or None,
        )  # fmt: skip
        if what == "public_stakeholders":
            return replace(made, what="stakeholders", public=True)
        if what == "lessons":
            return replace(made, everything=self.which.currentData() == "all")
        told = what in PROGRESS
        if not (name := self._about()):
            return replace(made, asked=self.progress.asked(what, cutoff=made.cutoff)) if told else made
        key = self._key(name)
        if key is None or key not in self._codes:
            return None
        code, title = self._codes[key]
        if told:
            about = {name: code if name == "project" else title}
            return replace(made, asked=self.progress.asked(what, cutoff=made.cutoff, **about), scope=title)
        if what in OF_RECORD:
            return replace(made, code=code)
        if what == "briefing":
            said = self.addressed.values() or {}
            return replace(made, code=code, to=said.get("to") or "", message=said.get("message") or "")
        if what == "extract":
            whose = self.whose.currentData() if self._asked_whose == key else None
            return replace(made, code=code, cutoff=None, known=None, whose=whose) if whose else None
        if name == "meeting":
            form, public = self.form.currentData(), self._public()
            return replace(
                made, code=code, cutoff=None, known=None, public=public,
                blank=not public and self.rows_of_list.currentData() == "blank",
                neighbours=form == "neighbours" if form and not public else None,
                edition=self._edition[1] if what == "minutes" and self._edition[0] == key else None,
            )  # fmt: skip
        if name == "unit":
            return replace(made, unit=title)
        from db.queries.listing import Where

        return replace(made, where=(Where("project_key", "is", key),), scope=" ".join(filter(None, (code, title))))

    def show_view(self, choices: Choices) -> None:
        """The commitments of a list as it was filtered there."""
        self._view = choices
        if self.scope.findData("view") < 0:
            self.scope.addItem(_(SCOPES[3][1]), "view")
        _choose(self.document, "commitments")
        _choose(self.scope, "view")
        self._chosen()

    def show_record(
        self, entity: str, key: Any, code: str, name: str, what: str = "", edition: int | None = None,
    ) -> None:  # fmt: skip
        """The document of one case, meeting, project or unit; ``what``: which of a meeting's, by default its acta.

        ``public`` is its public version.  ``edition``: the version of it, until another record or the last version is
        asked for.
        """
        self._codes[key] = (code, name)
        self._edition = (key, edition)
        link = {"cases": "case", "projects": "project", "organisations": "unit", "meetings": "meeting",
                "lessons": "lesson"}[entity]  # fmt: skip
        self.links[link].begin({key: " ".join(filter(None, (code, name)))}, **{link: key})
        public, what = what == "public", "minutes" if what == "public" else what
        usual = {"case": "case", "meeting": "minutes", "lesson": "lesson"}.get(link, "commitments")
        _choose(self.document, what or usual)
        _choose(self.copy, "public" if public else "original")
        if what == "briefing":
            _choose(self.subject, link)
        elif link in ("unit", "project"):
            _choose(self.scope, link)
        self._chosen()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setObjectName("surface")
        inside = Surface((24, 16, 18, 20), 12)
        rows = inside.rows
        named: Sequence[tuple[str, str, QWidget]] = (
            ("document", _("Document"), self.document), ("scope", _("About"), self.scope),
            ("subject", _("About"), self.subject), ("about", _("About"), self.progress.about),
            ("unit", "", self.links["unit"]), ("project", "", self.links["project"]), ("case", "", self.links["case"]),
            ("meeting", "", self.links["meeting"]), ("lesson", "", self.links["lesson"]),
            ("which", _("Which lessons"), self.which), ("copy", _("Which copy"), self.copy),
            ("whose", _("Unit or person"), self.whose), ("addressed", "", self.addressed),
            ("rows", _("Rows"), self.rows_of_list), ("form", _("Form"), self.form),
            ("group", _("Grouped"), self.group), ("days", "", self.days), ("language", _("Language"), self.language),
            ("progress", "", self.progress),
        )  # fmt: skip
        for name, words, widget in named:
            self._parts[name] = _labelled(words, widget)
            rows.addWidget(self._parts[name])
        days = _("“Facts up to” counts what is dated up to that day. “As it was known on” shows the database as it "
                 "stood that evening, whatever was corrected since.")  # fmt: skip
        self._parts["about_days"] = Label(days, "caption", "text2", wrap=True)
        rows.addWidget(self._parts["about_days"])
        rows.addWidget(self.waits)
        self.today = Button(_("Today, as known now"), self._now, kind="link")
        rows.addWidget(self.today, alignment=Qt.AlignmentFlag.AlignLeft)
        rows.addStretch(1)
        self.setWidget(inside)

    def _arrange(self) -> None:
        what, wanted = self.document.currentData(), self._about()
        about, brief = what == "commitments", what == "briefing"
        listed, dated = what == "attendance" and not self._public(), wanted != "meeting" or brief
        shown = {
            "scope": about, "group": about, "rows": listed, "form": listed, "days": dated, "about_days": dated,
            "copy": what in ("minutes", "attendance"), "subject": brief, "addressed": brief,
            "which": what == "lessons",
            "whose": what == "extract" and self.whose.count() > 0, "about": what in PROGRESS,
            "progress": what == "progress",
            **{name: name == wanted for name in LINKS},
        }  # fmt: skip
        for name, on in shown.items():
            self._parts[name].setVisible(on)
        days = self.days.values() or {}
        self.today.setVisible(dated and any(days.get(name) is not None for name in DAYS))
        waiting = {"unit": _("Choose the unit."), "project": _("Choose the project."), "case": _("Choose the case."),
                   "meeting": _("Choose the meeting."), "lesson": _("Choose the lesson.")}  # fmt: skip
        missing = next((name for name in waiting if shown[name] and self._key(name) is None), None)
        self.waits.setText(waiting[missing] if missing else "")
        self.waits.setVisible(missing is not None)

    def _about(self) -> str:
        """The link that says what the document is about: unit, project, case, meeting; "" where none does."""
        what, scope = self.document.currentData(), self.scope.currentData()
        if what in OF_RECORD:
            return str(what)
        if what == "briefing":
            return str(self.subject.currentData())
        if what in PROGRESS:
            about = str(self.progress.about.currentData())
            return about if about in LINKS else ""
        if what in OF_MEETING:
            return "meeting"
        return str(scope) if what == "commitments" and scope in ("unit", "project") else ""

    def _key(self, name: str) -> Any:
        values = self.links[name].values()
        return values.get(name) if values else None

    def _chosen(self) -> None:
        self._arrange()
        name = self._about()
        key = self._key(name) if name else None
        if key is not None and self.document.currentData() == "extract" and key != self._asked_whose:
            self._ask_whose(key)
        if key is None or key in self._codes:
            self._carry(key)
            self.changed.emit()
            return
        entity = str(LINKS[name].target)

        def answer(told: tuple[str, str]) -> None:
            self._codes[key] = told
            self._carry(key)
            self.changed.emit()

        self.here.read(lambda session: code_and_name(session, entity, key), answer, owner=self, slot="report/record")

    def _carry(self, key: Any) -> None:
        """Begin a progress report about something else with what the last one about it said."""
        if self.document.currentData() != "progress":
            return
        choices = self.choices()
        asked = choices.asked if choices is not None else None
        if not self.progress.begins(self if asked is None else key) or asked is None:
            return
        about = Asked(project=asked.project, unit=asked.unit)
        self.here.ask(issued_reports.carried, about, then=lambda found: self.progress.carry(key, found), owner=self,
                      slot="report/carried")  # fmt: skip

    def _public(self) -> bool:
        """Whether the public version of what has one is asked for."""
        what = self.document.currentData()
        return what in ("minutes", "attendance") and self.copy.currentData() == "public"

    def _ask_whose(self, key: Any) -> None:
        """Offer who answers for something in a meeting."""
        self._asked_whose = key
        self.whose.clear()

        def answer(names: list[str]) -> None:
            for name in names:
                self.whose.addItem(name, name)
            self._arrange()
            if not names:
                self.waits.setText(_("Nobody answers for a commitment in this meeting."))
                self.waits.show()
            self.changed.emit()

        now = clock(self.here.today, self.here.calendar)
        self.here.read(lambda session: answering(session, key, now), answer, owner=self, slot="report/whose")

    def _now(self) -> None:
        self.days.begin()
        self._chosen()


def code_and_name(session: Any, entity: str, key: Any) -> tuple[str, str]:
    """What documents call a record: its code, its name."""
    from db.queries import records

    snapshot = records.snapshot(session, entity, key)
    if snapshot is None:
        return "", ""
    values = snapshot.values
    return str(values.get("code") or ""), str(values.get("name") or values.get("title") or values.get("subject") or "")


def answering(session: Any, meeting: Any, now: Any) -> list[str]:
    """Units and people that answer for something in a meeting."""
    from db.queries import minutes
    from ecd_desktop.reports.extract import responsible

    paper = minutes.paper(session, meeting, clock=now)
    return responsible(paper) if paper is not None else []


def combo(options: Sequence[tuple[str, str]]) -> ComboBox:
    """A list of values with their words."""
    made = ComboBox()
    for value, words in options:
        made.addItem(_(words), value)
    return made


def _choose(box: ComboBox, value: str) -> None:
    box.setCurrentIndex(max(box.findData(value), 0))


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def _labelled(words: str, widget: QWidget) -> QWidget:
    if not words:
        return widget
    made = QWidget()
    rows = QVBoxLayout(made)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(3)
    label = Label(words, "caption")
    label.setBuddy(widget)
    widget.setAccessibleName(words)
    rows.addWidget(label)
    rows.addWidget(widget)
    return made
