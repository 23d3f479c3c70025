"""What an ayuda memoria tells of a meeting or a project (domain.md §5.3), the most urgent first, nothing internal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from db.queries.action_items import ActionItemRow
from db.queries.decisions import DecisionRow, Force
from db.queries.meeting_papers import MeetingPaper
from db.queries.meetings import CAME, MeetingRow
from db.queries.projects import ProjectRow
from db.queries.traffic_light import Light, Why
from db.records.action_items import LIVE, State
from ecd_desktop.calendar import Calendar
from ecd_desktop.language import _, format_date, format_money, format_percent, long_date, ngettext
from ecd_desktop.lateness import days_late
from ecd_desktop.reports.formulas import counted_words, hour
from ecd_desktop.reports.lights import ORDER
from ecd_desktop.reports.rows import UNCOUNTED, is_overdue, leaving


@dataclass(frozen=True, slots=True)
class Step:
    """What is next: what, who, when; with the light of a commitment."""

    what: str
    who: str
    when: str
    light: Light | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """An ayuda memoria. Lists are in the order in which they matter. ``counts``: commitments by light."""

    subject: str
    code: str
    cutoff: date
    background: tuple[str, ...] = ()
    situation: tuple[str, ...] = ()
    counts: tuple[tuple[Light, int], ...] = ()
    fulfilled: int = 0
    progress: tuple[str, ...] = ()
    blockers: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    asked: tuple[str, ...] = ()


def of_meeting(
    paper: MeetingPaper, items: Iterable[ActionItemRow], *, cutoff: date, calendar: Calendar
) -> Brief:  # fmt: skip
    """``items``: what was promised in it and what it reviewed, as it stands on the cut-off."""
    owed = leaving(items)
    came = sum(one.presence in CAME for one in paper.attendees)
    where = ", ".join(filter(None, (paper.venue, paper.place)))
    held = ", ".join(filter(None, (long_date(paper.held_on) if paper.held_on else "", hour(paper.starts_at), where)))
    background = [
        _("{kind}: {when}.").format(kind=_(paper.kind.label), when=held) if held else _(paper.kind.label),
        _("Convened by {unit}.").format(unit=paper.convened_by) if paper.convened_by else "",
        _("Project or strategy: {names}.").format(names=", ".join(paper.projects)) if paper.projects else "",
        ngettext("{n} person attended.", "{n} people attended.", came).format(n=came) if came else "",
        counted_words(paper),
        _("Topics: {titles}.").format(titles="; ".join(one.title for one in paper.topics)) if paper.topics else "",
    ]
    agreed = [_("Agreement {number}: {text}").format(number=one.number, text=one.text) for one in paper.agreed]
    steps = _steps(owed)
    if paper.next_on:
        when = ", ".join(filter(None, (format_date(paper.next_on), hour(paper.next_at))))
        steps.append(Step(_("Next meeting"), paper.convened_by, when))
    return Brief(
        subject=paper.subject or paper.name, code=paper.code, cutoff=cutoff, background=_filled(background),
        situation=tuple(agreed) or (_("No agreement was adopted."),), counts=_counts(owed), fulfilled=_fulfilled(owed),
        progress=_progress(owed), blockers=_blockers(owed, cutoff, calendar), steps=tuple(steps), asked=_asked(owed),
    )  # fmt: skip


def of_project(
    project: ProjectRow, items: Iterable[ActionItemRow], meetings: Sequence[MeetingRow],
    decided: Sequence[DecisionRow], *, cutoff: date, calendar: Calendar,
) -> Brief:  # fmt: skip
    """``meetings``: those of the project, ``decided``: their decisions; both as of the cut-off."""
    owed = leaving(items)
    dates = (format_date(day) if day else "—" for day in (project.starts_on, project.ends_on))
    background = [
        project.aim or "",
        _("Type: {kind}.").format(kind=project.intervention_type) if project.intervention_type else "",
        _("Place: {place}.").format(place=project.place) if project.place else "",
        _("Leads: {names}.").format(names=", ".join(filter(None, (project.lead, project.unit))))
        if project.lead or project.unit else "",
    ]  # fmt: skip
    stage = project.stage or project.stage_as_given
    paused = f" ({project.state_reason})" if project.state_reason else ""
    held = [one for one in meetings if one.held_on and one.held_on <= cutoff]
    situation = [
        _("Stage: {stage}.").format(stage=stage) if stage else "",
        _("State: {state}{reason}.").format(state=_(project.state.label), reason=paused),
        _("Physical progress: {share}.").format(share=format_percent(project.progress))
        if project.progress is not None else "",
        _("Budget: {amount}.").format(amount=format_money(project.worth)) if project.worth else "",
        _("From {start} to {end} as planned.").format(**dict(zip(("start", "end"), dates, strict=True)))
        if project.starts_on or project.ends_on else "",
        ngettext("{n} meeting so far, the last one on {date}.", "{n} meetings so far, the last one on {date}.",
                 len(held)).format(n=len(held), date=format_date(max(one.held_on for one in held if one.held_on)))
        if held else "",
    ]  # fmt: skip
    recent = sorted((one for one in decided if one.force is Force.IN_FORCE),
                    key=lambda one: one.decided_on or date.min, reverse=True)[:3]  # fmt: skip
    situation += [_("Agreed on {date}: {text}").format(date=format_date(one.decided_on), text=one.text)
                  for one in recent if one.decided_on]  # fmt: skip
    steps = _steps(owed)
    coming = sorted(one.held_on for one in meetings if one.held_on and one.held_on > cutoff)
    coming += sorted(one.next_on for one in held if one.next_on and one.next_on > cutoff)
    if coming:
        steps.append(Step(_("Next meeting"), project.unit or project.lead or "", format_date(min(coming))))
    return Brief(
        subject=project.name, code=project.code, cutoff=cutoff, background=_filled(background),
        situation=_filled(situation), counts=_counts(owed), fulfilled=_fulfilled(owed), progress=_progress(owed),
        blockers=_blockers(owed, cutoff, calendar), steps=tuple(steps), asked=_asked(owed),
    )  # fmt: skip


def _filled(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(one for one in words if one)


def _counts(items: Sequence[ActionItemRow]) -> tuple[tuple[Light, int], ...]:
    told = Counter(one.light for one in items if one.state is not State.DRAFT)
    return tuple((light, told[light]) for light in ORDER if told[light])


def _fulfilled(items: Sequence[ActionItemRow]) -> int:
    return sum(one.state in (State.DONE, State.VERIFIED) for one in items if one.state not in UNCOUNTED)


def _progress(items: Sequence[ActionItemRow]) -> tuple[str, ...]:
    """What moved, the newest first: what was done, and what was last said of the rest."""
    moved = [one for one in items if one.state not in UNCOUNTED and (one.last_progress or one.state not in LIVE)]
    moved.sort(key=lambda one: one.last_progress_on or one.reported_on or date.min, reverse=True)
    said = []
    for one in moved:
        day = one.last_progress_on or one.reported_on
        head = " ".join(filter(None, (format_date(day) if day else "", f"{one.description}:")))
        state = _(one.state.label) if one.state not in LIVE else format_percent(one.progress)
        said.append(" ".join(filter(None, (head, f"{state}.", one.last_progress or ""))))
    return tuple(said)


def _blockers(items: Sequence[ActionItemRow], cutoff: date, calendar: Calendar) -> tuple[str, ...]:
    """What is overdue, the latest first, then what is blocked."""
    late = [(days_late(one, cutoff, calendar) or 0, one) for one in items if is_overdue(one)]
    said = []
    for days, one in sorted(late, key=lambda both: (-both[0], both[1].code)):
        words = ngettext("{what} ({who}): {n} working day late.", "{what} ({who}): {n} working days late.", days)
        told = words.format(what=one.description, who=_who(one), n=days)
        said.append(" ".join(filter(None, (told, one.blocked_reason or ""))))
    blocked = [one for one in items if not is_overdue(one) and one.blocked_since and one.state in LIVE]
    for one in sorted(blocked, key=lambda one: (one.blocked_since or date.max, one.code)):
        since = format_date(one.blocked_since) if one.blocked_since else ""
        words = _("{what} ({who}): blocked since {date}.").format(what=one.description, who=_who(one), date=since)
        said.append(" ".join(filter(None, (words, one.blocked_reason or ""))))
    return tuple(said)


def _steps(items: Sequence[ActionItemRow]) -> list[Step]:
    """What is still owed, the first due first."""
    live = [one for one in items if one.state in LIVE and one.state not in (State.DRAFT, State.DONE)]
    live.sort(key=lambda one: (one.due_on is None, one.due_on or date.max, one.code))
    return [
        Step(one.description, _who(one), format_date(one.due_on) if one.due_on else _("No date"), one.light)
        for one in live
    ]  # fmt: skip


def _asked(items: Sequence[ActionItemRow]) -> tuple[str, ...]:
    """What follows from the facts, where nobody has written a message: who must answer for what is overdue."""
    late = Counter(one.unit or one.person or "" for one in items if one.why is Why.OVERDUE)
    said = [
        ngettext("That {unit} says when it fulfils {n} overdue commitment.",
                 "That {unit} says when it fulfils {n} overdue commitments.", n).format(unit=unit, n=n)
        for unit, n in late.most_common() if unit
    ]  # fmt: skip
    verify = sum(one.why is Why.TO_VERIFY for one in items)
    if verify:
        words = ngettext("That {n} commitment reported as done is verified.",
                         "That {n} commitments reported as done are verified.", verify)  # fmt: skip
        said.append(words.format(n=verify))
    return tuple(said)


def _who(one: ActionItemRow) -> str:
    return " – ".join(filter(None, (one.unit, one.person))) or _("Not assigned")
