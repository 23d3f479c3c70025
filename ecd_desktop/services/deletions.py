"""What was deleted on a laptop, and what was deleted here and edited there: who is right is a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db import exchange_log
from db.fields import Json
from db.merge import EXISTS, existing
from db.queries.deleted import last_of, went_with
from db.queries.reconciling import Place, Session, pointing
from db.records import record_class
from db.story import values_at
from ecd_desktop.language import _
from ecd_desktop.parcels import Brought
from ecd_desktop.review import OURS, THEIRS, Kind
from ecd_desktop.services.merged_records import blank, links_of, named
from ecd_desktop.services.nouns import OWNED
from ecd_desktop.services.opened_file import Opened
from ecd_desktop.services.overlay import Overlay, Values
from ecd_desktop.services.questions import Question

DELETED, MADE = False, True
"""What the return log keeps of a record as a whole, under EXISTS."""


def judge_deletions(
    session: Session, file: Opened, overlay: Overlay, ones: Sequence[Brought]
) -> list[Question]:
    """One question for each record that was deleted there; what is part of it goes with it, or stays with it."""
    told = {(one.entity, one.key): one for one in ones}
    here = {place: now for place in told if (now := overlay.get(place)) is not None}
    for place in told:
        if place not in here or file.before(place, EXISTS) is DELETED:
            here.pop(place, None)
            file.same += 1
            file.settle(place, {EXISTS: DELETED})
    whole_of = {place: whole for place, now in here.items() if (whole := _whole(place, now, here)) is not None}
    users = pointing(session, here)
    doomed, laid, found = set(here), overlay.laid(), list[Question]()
    for place, now in here.items():
        if place in whole_of:
            continue
        parts = [part for part, whole in whole_of.items() if whole == place]
        going = [place, *parts]
        edited = any(_edited(session, file, told[one], here[one]) for one in going)
        one, code = told[place], str(now.get("code") or "")
        question = Question(
            f"{file.id}/{one.entity}/{one.key}/{EXISTS}", file.id, Kind.DECIDE if edited else Kind.CLEAN, one.entity,
            one.key, code or one.code, one.words or named(one.entity, now), EXISTS, now=dict(now),
            ways={OURS: "", THEIRS: ""}, said={THEIRS: _("Deleted")}, settles={EXISTS: DELETED},
            against=existing(now), at=one.at, note=one.note, who=one.who, when=one.when, copy=not file.by_verbs,
            reason=_("It was deleted there, and changed here.") if edited else _("It was deleted there."),
        )  # fmt: skip
        staying = {user for part in going for user in users.get(part, set())} - doomed - overlay.gone() - set(laid)
        staying |= {
            user for user, values in laid.items() if user not in doomed and links_of(user[0], values) & set(going)
        }
        if staying:
            nouns = ", ".join(sorted({_(record_class(entity).noun) for entity, _key in staying}))
            question.refuse(THEIRS, _("It is still used here: {nouns}.").format(nouns=nouns))
        question.answered(
            file.entry.decisions.get(question.id), THEIRS if question.kind is Kind.CLEAN else ""
        )
        if question.answer == THEIRS:
            for part in going:
                overlay.remove(part, file.called)
        else:
            doomed -= set(going)
        for part in parts:
            if not question.open:
                file.settle(part, {EXISTS: DELETED})
        found.append(question)
    return found


def _whole(place: Place, now: Values, here: Mapping[Place, Values]) -> Place | None:
    """The record that this one is part of, where it is among those deleted."""
    for entity, owned in OWNED.items():
        for table, link in owned:
            if table == place[0] and now.get(link):
                for whole in here:
                    if whole[0] == entity and str(whole[1]) == now[link]:
                        return whole
    return None


def _edited(session: Session, file: Opened, one: Brought, now: Values) -> bool:
    """Whether the record is another one here than the one that was deleted there."""
    if one.fields:
        return any(now.get(name) != cell.base for name, cell in one.fields.items())
    export = file.entry.export_id
    sent = exchange_log.sent(session, id=export) if export else []
    return not sent or values_at(session, one.entity, one.key, sent[0].seq) != existing(now)


def as_it_was(
    session: Session, overlay: Overlay, place: Place
) -> tuple[Values, list[tuple[Place, Values]]] | None:
    """A deleted record as it was, and the parts of it that went in the same step; None where it cannot come back."""
    owned = OWNED.get(place[0], ())
    if place in overlay.was:  # a file before this one would delete it
        parts = [(one, overlay.was[one]) for one in overlay.gone()]
        return overlay.was[place], [
            (one, kept) for one, kept in parts
            if any(one[0] == table and kept.get(link) == str(place[1]) for table, link in owned)
        ]  # fmt: skip
    last = last_of(session, [place]).get(place)
    if last is None or last.erased:
        return None
    parts = [
        ((table, key), {**dict.fromkeys(blank(table)), **kept})
        for table, link in owned
        for key, kept in went_with(session, last.seq, table).items()
        if kept.get(link) == str(place[1])
    ]
    values: dict[str, Json] = {**dict.fromkeys(blank(place[0])), **last.values}
    return values, parts
