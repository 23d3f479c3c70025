"""What a meeting decided, as a tab: written down, opened, and taken out of force by a later decision."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import LINK, N_, Field
from db.queries import decisions as queries
from db.queries.decisions import Force
from db.records import Decision, fields_of
from db.records.decisions import DecisionKind
from ecd_desktop.language import _
from ecd_desktop.services import decisions
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Letter, Part, tab
from ui.widgets.marks import Mark
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

FIELDS = fields_of(Decision)
MARKS = {Force.IN_FORCE: Mark("green", icon="clipboard-check"), Force.REPEALED: Mark("grey", icon="ban")}


def _read(session: Any, key: Key, _here: Here) -> Sequence[Line]:
    return [line_of(row) for row in queries.of_meeting(session, key)]


def line_of(row: queries.DecisionRow) -> Line:
    """A decision: its words, code and kind, how it was adopted, on which topic, and what repealed it."""
    over = row.force is Force.REPEALED
    by = _("repealed by {code}").format(code=row.repealed_by) if over else ""
    small = (row.number or "", row.code, _(row.kind.label), _(row.adopted.label) if row.adopted else "", by)
    return Line(
        row.key, row.text, " · ".join(part for part in small if part), mark=MARKS[row.force],
        mark_words=_(row.force.label), body=row.topic or "", faint=over,
        pill=_(row.force.label) if over else "", pill_mark=MARKS[row.force],
        opens=("decisions", row.key),
    )  # fmt: skip


def _add(store: Any, key: Key, **answers: Any) -> Any:
    return decisions.add(store, meeting=key, **answers)


def _repeal(here: Here, _meeting: Key, keys: Sequence[Key]) -> None:
    fields = {"by": Field(LINK, N_("Which decision repeals it"), required=True, target="decisions")}
    ask(here, _("Repeal"), _("Repeal"), fields,
        lambda answers: lambda store: decisions.repeal(store, keys, by=answers["by"]))  # fmt: skip


LETTERS = (
    Letter("D", N_("Repeal…"), run=_repeal),
    Letter("V", N_("In force again"), partial(decisions.repeal, by=None)),
)
DECISIONS = tab(
    N_("Decisions"),
    Part(
        "decided", N_("What was decided"), _read, N_("Nothing has been decided in this meeting yet."),
        frozenset({"decisions", "agenda_items"}),
        adds=(
            Adding(
                N_("Decision"), N_("Add"), _add, {name: FIELDS[name] for name in ("text", "number", "kind", "adopted")},
                rows=(("text",), ("number", "kind"), ("adopted",)),
                values=lambda _here: {"kind": DecisionKind.DECISION},
            ),
        ),
        remove=decisions.delete, remove_text=N_("Delete the decision"), letters=LETTERS,
        note=N_("Enter opens a decision. On the selected lines: D repealed by a later one, V in force again."),
    ),
)  # fmt: skip
