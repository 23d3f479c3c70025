"""The minutes of a meeting as a tab: how far they are, their versions, what was observed, what waits from before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import LINK, MEMO, N_, TEXT, Field
from db.queries import issued
from db.queries import records as reads
from db.records import Observation, fields_of
from db.records.minutes import ObservationState, PaperState
from ecd_desktop.language import _, format_date
from ecd_desktop.services import observations, signing
from ui.creating import creates
from ui.meetings.attaching import attach_scan, attach_signed, save_signed
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Editing, Letter, Part, tab
from ui.widgets.marks import Mark
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.issued import ObservationRow, Signing, Version
    from db.queries.meeting_papers import Unsigned
    from ui.here import Here

SHORT = 12  # digits of a hash that are shown
FIELDS = fields_of(Observation)
PAPERS = {
    PaperState.ISSUED: Mark("blue", icon="file-text"), PaperState.PRINTED: Mark("amber", icon="printer"),
    PaperState.SIGNED: Mark("green", icon="pencil"), PaperState.SCANNED: Mark("green", icon="paperclip"),
    PaperState.FILED: Mark("green", icon="archive"), PaperState.DIGITAL: Mark("green", icon="lock"),
}  # fmt: skip
SAID = {
    ObservationState.OPEN: Mark("amber", icon="message"), ObservationState.RESOLVED: Mark("green", icon="check"),
    ObservationState.REJECTED: Mark("grey", icon="x"),
}  # fmt: skip


def _read(session: Any, key: Key, here: Here) -> Sequence[Line]:
    meeting = reads.snapshot(session, "meetings", key)
    if meeting is None:
        return ()
    versions = issued.versions(session, key)
    lines = [_state(key, versions, issued.signing(session, key), str(meeting.values["number"] or ""))]
    lines += [_version(here, one, last=n == 0) for n, one in enumerate(versions)]
    lines += [_observation(one) for one in issued.observations(session, key)]
    return [*lines, *waiting(session, key)]


def _state(key: Key, versions: Sequence[Version], signed: Signing, typed: str) -> Line:
    """«Issued v2 · signed 7 of 12 · 1dfdba8a4f75» in one line; who has not signed yet under it."""
    if not versions:
        return Line(
            key, _("Not issued yet: what is printed is a draft"), _("Ctrl+Shift+P issues them"), token="state",
            fixed=True, strong=True, icon="circle-dashed",
        )  # fmt: skip
    last = versions[0]
    parts = [_("Issued v{n}").format(n=last.edition)]
    if signed.signers:
        parts.append(_("signed {n} of {m}").format(n=signed.signed, m=signed.signers))
    numbers = dict.fromkeys(filter(None, (typed, last.number)))
    missing = _("To be signed by {names}").format(names=", ".join(signed.missing))
    return Line(
        key, " · ".join((*parts, last.content[:SHORT])), " · ".join(numbers), token="state", fixed=True, strong=True,
        mark=PAPERS[last.paper], mark_words=_(last.paper.label),
        body=missing if signed.missing and last.paper in issued.TO_BE_SIGNED else "",
    )  # fmt: skip


def _version(here: Here, one: Version, *, last: bool) -> Line:
    small = [_("{date}, {who}").format(date=format_date(one.issued_on), who=one.issued_by)]
    if one.approved_on is not None:
        said = _("approved on {date} in {code}") if one.approved_in else _("approved on {date}")
        small.append(said.format(date=format_date(one.approved_on), code=one.approved_in or ""))
    if not last:
        small.append(_("corrected by version {n}").format(n=one.edition + 1))
    small += filter(None, (one.filed_at or "", one.signed_name or ""))
    return Line(
        one.key, _("Version {n}").format(n=one.edition), " · ".join(small), icon="file-text", strong=last,
        faint=not last, pill=_(one.paper.label), pill_mark=PAPERS[one.paper], body=one.corrections or "",
        shows=partial(show_version, here, one.meeting, one.edition),
    )  # fmt: skip


def _observation(one: ObservationRow) -> Line:
    small = (one.who, format_date(one.on) if one.on else "")
    return Line(
        one.key, _("{n}. {text}").format(n=one.number, text=one.said), " · ".join(filter(None, small)),
        mark=SAID[one.state], mark_words=_("Observation"), body=one.reason or "", pill=_(one.state.label),
        pill_mark=SAID[one.state], faint=one.state is not ObservationState.OPEN,
    )  # fmt: skip


def waiting(session: Any, key: Key, *, fixed: bool = False) -> Iterator[Line]:
    """The issued minutes of earlier meetings that lack an approval or names; ``fixed``: only to be looked at."""
    for one in issued.waiting(session, key):
        yield _waits(one, fixed)


def _waits(one: Unsigned, fixed: bool) -> Line:
    said = _("{minutes}: to be signed") if one.approved else _("{minutes}: to be approved")
    names = _("To be signed by {names}").format(names=", ".join(one.names)) if one.names else ""
    return Line(
        one.key, said.format(minutes=one.name), format_date(one.held_on) if one.held_on else "", icon="hourglass",
        body=names, opens=("meetings", one.meeting), fixed=fixed, token=("waits", one.key),
    )  # fmt: skip


def show_version(here: Here, meeting: Key, edition: int | None) -> None:
    """The stored file in the program's preview, where it can be printed and saved."""
    here.go("reports")
    reports: Any = here.page
    reports.show_record("meetings", meeting, "minutes", edition)


def _approve(here: Here, meeting: Key, keys: Sequence[Key]) -> None:
    here.do(signing.approve_issued, keys, at=meeting)


def _approve_in(here: Here, meeting: Key, _keys: Sequence[Key]) -> None:
    fields = {"at": Field(LINK, N_("In which meeting"), required=True, target="meetings")}
    ask(here, _("Approved in another meeting"), _("Approve"), fields,
        lambda answers: lambda store: signing.approve(store, [meeting], **answers))  # fmt: skip


def _file(here: Here, _meeting: Key, keys: Sequence[Key]) -> None:
    fields = {"where": Field(TEXT, N_("Where the paper is kept"), required=True, max=200)}
    ask(here, _("File"), _("File"), fields, lambda answers: lambda store: signing.file(store, keys, **answers))


def _settle(state: ObservationState, here: Here, _meeting: Key, keys: Sequence[Key]) -> None:
    needed = state is ObservationState.REJECTED
    label = N_("Why it is not accepted") if needed else N_("What was done")
    fields = {"reason": Field(MEMO, label, required=needed, max=2000)}
    ask(here, _(state.label), _("Save"), fields,
        lambda answers: lambda store: observations.settle(store, keys, state=state, **answers))  # fmt: skip


LETTERS = (
    Letter("P", PaperState.PRINTED.label, signing.printed),
    Letter("V", N_("Approved"), run=_approve),
    Letter("I", N_("Approved in another meeting…"), run=_approve_in),
    Letter("E", N_("Attach the scan…"), run=lambda here, _meeting, keys: attach_scan(here, keys[0])),
    Letter("D", N_("Attach the digitally signed file…"), run=lambda here, _meeting, keys: attach_signed(here, keys[0])),
    Letter("S", N_("Save the signed paper…"), run=lambda here, _meeting, keys: save_signed(here, keys[0])),
    Letter("G", N_("File…"), run=_file),
    Letter("R", N_("Resolved…"), run=partial(_settle, ObservationState.RESOLVED)),
    Letter("N", N_("Not accepted…"), run=partial(_settle, ObservationState.REJECTED)),
    Letter("O", N_("Open again"), partial(observations.settle, state=ObservationState.OPEN)),
)
NEW = ("said", "person_id", "organisation_id")
CREATES = {"person_id": creates("people"), "organisation_id": creates("organisations")}
ACTA = tab(
    N_("Minutes"),
    Part(
        "acta", N_("Issued versions and observations"), _read, N_("Nothing is known of these minutes."),
        frozenset({"minutes", "observations", "attendances", "meetings", "people", "organisations"}),
        adds=(
            Adding(
                N_("Observation"), N_("Add"), observations.add, {name: FIELDS[name] for name in NEW},
                rows=(("said",), ("person_id",), ("organisation_id",)), creates=CREATES,
            ),
        ),
        remove=observations.delete, remove_text=N_("Delete the observation"), letters=LETTERS,
        note=N_("Enter shows a version as it was issued. On versions: P printed, V approved, I approved in a meeting, "
                "E scan, D digital signature, S saves it, G filed. On observations: R resolved, N not accepted, "
                "O open again."),
        edit=Editing(
            N_("Edit the observation"), "observations", {name: FIELDS[name] for name in (*NEW, "on")},
            observations.save, rows=(("said",), ("person_id",), ("organisation_id",), ("on",)), creates=CREATES,
        ),
    ),
)  # fmt: skip
