"""The issued minutes of the example: a first version with an error, its correction, what was observed, who signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from db.fields import Key
from db.queries import lookups
from db.records import Attendance, Meeting, Minutes, Observation
from db.records.meetings import MeetingState
from db.records.minutes import ObservationState, PaperState
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.services import minutes, records
from ecd_desktop.settings import Settings


def issue(work: Work, meeting: Key, told: Mapping[str, Any], whom: Callable[[str], Key | None]) -> None:
    """Issue and correct the minutes of a meeting as ``told`` says, inside the change that loads the example.

    ``before``: what the first version said otherwise; ``observed``: who, what, state, answer; ``unsigned``: who has
    not signed the last version yet. ``whom``: the key of a person of the example.
    """
    (held,) = records.found(work, Meeting, [meeting])
    settings, state = Settings(), held.state
    right = {name: getattr(held, name) for name in told["before"]}
    for name, value in told["before"].items():
        setattr(held, name, value)
    minutes.issue_in(work, meeting, settings=settings, fictitious=True)
    for n, (who, said, stands, answer) in enumerate(told["observed"], 1):
        work.add(Observation(
            meeting_id=meeting, number=n, on=held.held_on, person_id=whom(who), said=said,
            state=ObservationState(stands), reason=answer or None,
        ))  # fmt: skip
    for name, value in right.items():
        setattr(held, name, value)
    made = minutes.correct_in(work, meeting, settings=settings, fictitious=True)
    missing = {whom(code) for code in told["unsigned"]}
    for one in lookups.pointing(work.session, Attendance, "meeting_id", [meeting]):
        one.signed = one.person_id not in missing
    (last,) = records.found(work, Minutes, [made.key])
    last.paper, last.approved_on = PaperState.PRINTED, today()
    held.state = MeetingState.APPROVED if state is MeetingState.SIGNED and missing else state
