"""Taking over what returned files say: one labelled change, the codes of what is new, and what the logs keep of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from db import inbox
from db.errors import Conflict
from db.exchange_log import log_return
from db.fields import N_, Json, Key
from db.merge import Wish
from db.queries import lookups
from db.queries.reconciling import Place, Session
from db.records import fields_of, record_class
from db.store import Store
from db.work import Work
from ecd_desktop.review import Applied
from ecd_desktop.services import receipts
from ecd_desktop.services.judging import Judge
from ecd_desktop.services.nouns import SERIES
from ecd_desktop.services.overlay import Overlay
from ecd_desktop.services.questions import Question
from ecd_desktop.services.records import next_code

LABEL = N_("Take over {n} changes from {names}")


def take_over(store: Store, files: Sequence[Key] | None, *, today: date) -> Applied:
    """Write what may be written of these files. Raises ``db.errors.Conflict`` where somebody saved in between."""
    with store.change(LABEL, kind="merge") as work:
        judge = held(work.session, files, today)
        writing = [one for one in judge.questions if one.writes]
        renumbered = _give_codes(work, judge.overlay)
        wishes = judge.overlay.wishes()
        if wishes:
            _write(work, wishes)
            _settle(work.session, work.who, judge, work.tx_id, renumbered)
        names = list(dict.fromkeys(file.called for file in judge.files if any(q.file == file.id for q in writing)))
        work.label_args |= {"n": len(writing), "names": ", ".join(names)}
        work.origin = ", ".join(dict.fromkeys(file.entry.name for file in judge.files))[:1000]
    if wishes:
        return _applied(judge, work.tx_id, len(writing), renumbered)
    with store.beside() as session:
        judge = held(session, files, today)
        if not judge.overlay.wishes():  # else somebody changed something just now: it is reviewed again
            _settle(session, store.who, judge, None, {})
    return _applied(judge, None, 0, {})


def held(session: Session, files: Sequence[Key] | None, today: date) -> Judge:
    """The files judged while nobody else can apply them: who comes second finds them done."""
    inbox.hold(session, [id for id in inbox.ids_waiting(session) if files is None or id in files])
    return Judge(session, [one for one in inbox.waiting(session) if files is None or one.id in files], today=today)


def _applied(judge: Judge, tx_id: Key | None, written: int, renumbered: dict[str, str]) -> Applied:
    open_here = [one for one in judge.questions if one.open]
    again = sum(one.asked_again for one in open_here)
    files = tuple(file.id for file in judge.files)
    changed = tuple((old, new) for old, new in renumbered.items() if old != new)
    return Applied(tx_id, written, len(open_here), again, files, changed)


def _write(work: Work, wishes: list[Wish]) -> None:
    outcome = work.apply(wishes)
    if outcome.conflicts:
        raise Conflict(
            N_("Somebody changed one of these records in the meantime, so nothing was taken over."),
            N_("Look at the review again."),
        )


def _give_codes(work: Work, overlay: Overlay) -> dict[str, str]:
    """Code in the copy → code here, of every new record of a yearly series; in the order of the codes there."""
    made = [(place, values) for place, values in overlay.made().items() if place[0] in SERIES]
    given: dict[str, str] = {}
    for place, values in sorted(made, key=lambda one: (one[0][0], _number(one[1].get("code")))):
        series, day = SERIES[place[0]]
        theirs = str(values.get("code") or "")
        foreign = re.fullmatch(rf"{series}-\d{{4}}-\d+", theirs) is None
        own = bool(theirs) and (foreign or place in overlay.returning)
        on = values.get(day)
        year = fields_of(record_class(place[0]))[day].load(on) if on else None
        if own and not _taken(work, place, theirs):
            continue
        code = next_code(work, place[0], year)
        overlay.put(place, {"code": code}, "")
        if theirs:
            given[theirs] = code
    return given


def _taken(work: Work, place: Place, code: str) -> bool:
    return lookups.code_taken(work.session, record_class(place[0]), code, besides=place[1])


def _number(code: Json) -> tuple[str, int]:
    head, _dash, number = str(code or "").rpartition("-")
    return head, int(number) if number.isdecimal() else 0


def _settle(session: Session, who: str, judge: Judge, tx_id: Key | None, renumbered: dict[str, str]) -> None:
    """Keep what each file brought, as far as it is settled; a file of which nothing is open is done."""
    asked: dict[Key, list[Question]] = {}
    for one in judge.questions:
        asked.setdefault(one.file, []).append(one)
    for file in judge.files:
        mine = asked.get(file.id, [])
        left = any(one.open for one in mine)
        settled = [one for one in mine if not one.open]
        for one in settled:
            if one.settles and one.key is not None:
                file.settle((one.entity, one.key), one.settles)
        if left and not any(one.settles for one in settled) and not file.settled:
            continue
        log_return(
            session, who=who, digest=file.entry.digest, sender=file.entry.sender, purpose=None, tx_id=tx_id,
            brought=file.settled, export_id=file.entry.export_id, inbox_id=file.id,
            receipt=receipts.kept(file, mine, judge.overlay, renumbered),
        )  # fmt: skip
        if not left:
            inbox.close(session, file.id, inbox.DONE)

