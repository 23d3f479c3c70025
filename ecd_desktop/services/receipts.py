"""What the sender of a file is told: what was taken over, what was not and why; nothing internal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from db import exchange_log, inbox
from db.exchange_log import Returned
from db.fields import REDACTED, Json, Key
from db.merge import EXISTS
from db.queries.reconciling import Session
from db.queries.records import names
from db.records import record_class
from db.store import Store
from ecd_desktop.errors import Expected
from ecd_desktop.language import _, format_percent, speech
from ecd_desktop.receipt import Fate, Line, Receipt
from ecd_desktop.review import BASE, OTHER, OURS, THEIRS, Kind
from ecd_desktop.services import commitment_replies as replies
from ecd_desktop.services.opened_file import Opened
from ecd_desktop.services.overlay import Overlay, Values
from ecd_desktop.services.questions import Question
from ecd_desktop.services.review_words import field_of, label_of

# --- keeping --------------------------------------------------------------------------------------------------------


def kept(file: Opened, questions: Sequence[Question], overlay: Overlay, renumbered: Mapping[str, str]) -> Any:
    """What the return log keeps for the receipt, once a file was taken over as far as it is settled."""
    lines = [line for one in questions if not one.open and (line := _line(one, overlay)) is not None]
    return {"same": file.same, "rows": file.parcel.rows, "codes": dict(renumbered), "lines": lines}


def _line(one: Question, overlay: Overlay) -> dict[str, Any] | None:
    fate = _fate(one)
    now = overlay.get((one.entity, one.key)) if one.key is not None and one.entity else None
    values = one.rows.get(one.answer) or one.theirs
    told = {name: value for name, value in values.items() if not _internal(one.entity, name)}
    if values and not told:
        return None
    stands = {}
    if fate in (Fate.DECLINED, Fate.OTHERWISE) and now is not None:
        fields = [name for name in one.fields if name in now and not _internal(one.entity, name)]
        stands = {name: now[name] for name in fields}
    line = {
        "fate": fate.value, "entity": one.entity, "key": str(one.key or ""),
        "code": str((now or {}).get("code") or one.code), "words": one.words,
        "name": one.name, "fields": list(one.fields), "told": told, "stands": stands, "at": one.cell or one.at,
        "reason": "" if one.reason_is_ours else one.reason, "said": one.said.get(THEIRS) or one.wrote,
    }  # fmt: skip
    return {name: value for name, value in line.items() if value not in ("", [], {})}


def _fate(one: Question) -> Fate:
    if one.kind in (Kind.UNREADABLE, Kind.HELD, Kind.MISSING):
        return Fate(one.kind.value)
    if one.answer == OURS:
        return Fate.DECLINED
    if one.answer in (BASE, OTHER):
        return Fate.OTHERWISE
    if one.kind is Kind.REMOVAL:
        return Fate.REMOVED
    return Fate.NEW if one.name == EXISTS and not one.now and one.theirs and one.kind is Kind.NEW else Fate.TAKEN


def _internal(entity: str, name: str) -> bool:
    field = field_of(entity, name)
    return field is not None and field.internal


# --- telling --------------------------------------------------------------------------------------------------------


def receipt(store: Store, file: Key) -> Receipt:
    """What the sender of a file is told of it, in the language in force. Raises Expected where it is not known."""
    with store.reading() as session:
        entry = inbox.entry(session, file)
        if entry is None:
            raise Expected(_("This file is not known here."))
        returns = exchange_log.returns_of(session, file)
        lines = _lines(session, returns)
        fictitious = exchange_log.is_fictitious(session)
    last = returns[-1] if returns else None
    told: Mapping[str, Any] = last.receipt if last is not None and last.receipt else {}
    return Receipt(
        entry.name, entry.sender or "", entry.at, last.at if last else None, last.who if last else "",
        entry.parcel.get("rows", 0), told.get("same", 0), entry.state == inbox.WAITING, lines,
        entry.kind == exchange_log.COPY, fictitious,
    )  # fmt: skip


def _lines(session: Session, returns: Sequence[Returned]) -> tuple[Line, ...]:
    packed: dict[tuple[str, ...], Mapping[str, Any]] = {}
    for one in returns:  # a file taken over in two steps tells twice what cannot be read
        for line in (one.receipt or {}).get("lines", ()):
            packed[line["fate"], line.get("at", ""), line.get("code", ""), line.get("name", "")] = line
    named = _linked(session, packed.values())
    order = list(Fate)
    lines = [_told(line, named) for line in packed.values()]
    return tuple(sorted(lines, key=lambda line: order.index(line.fate)))


def _linked(session: Session, lines: Any) -> dict[Key, str]:
    wanted: dict[str, set[Key]] = {}
    for line in lines:
        for values in (line.get("told", {}), line.get("stands", {})):
            for name, value in values.items():
                field = field_of(line.get("entity", ""), name)
                if field is not None and field.target and value not in (None, REDACTED):
                    wanted.setdefault(field.target, set()).add(Key(value))
    found: dict[Key, str] = {}
    for target, keys in wanted.items():
        found |= names(session, target, keys)
    return found


def _told(line: Mapping[str, Any], named: Mapping[Key, str]) -> Line:
    entity, name = line.get("entity", ""), line.get("name", "")
    label = label_of(entity, name, line.get("fields", ())) if entity else ""
    if name == EXISTS and entity:
        label = _(record_class(entity).noun)
    told: Values = line.get("told", {})
    said = _plain(line.get("said", "")) or " · ".join(_values(entity, told, named))
    if name == replies.WITHDRAW:
        said = ""
    stands = " · ".join(_values(entity, line.get("stands", {}), named))
    if said and len(told) == 1 and (here := next(_values(entity, told, named))):
        if _bare(here) == _bare(said):
            said = here  # in the one way in which numbers and dates are written here
        elif line["fate"] == Fate.TAKEN.value:
            stands = here  # "Cumplido" of a file is "Cumplido (por verificar)" here
    return Line(
        Fate(line["fate"]), line.get("code", ""), _plain(line.get("words", "")), label, said, stands,
        line.get("at", ""), _plain(line.get("reason", "")),
    )  # fmt: skip


def _bare(text: str) -> str:
    return text.rstrip("%").strip().casefold()


def _plain(text: str) -> str:
    return _("(erased)") if text == REDACTED else text


def _values(entity: str, values: Mapping[str, Json], named: Mapping[Key, str]) -> Iterator[str]:
    for name, value in values.items():
        field = field_of(entity, name)
        if value == REDACTED:
            shown = _("(erased)")
        elif field is None or value is None:
            shown = "" if value is None else str(value)
        elif field.target:
            shown = named.get(Key(str(value))) or _("(deleted)")
        elif name == "progress" and isinstance(value, int):
            shown = format_percent(value, 0)
        else:
            shown = field.format(field.load(value), speech())
        if len(values) == 1:
            yield shown
        elif shown:
            yield _("{label}: {value}").format(label=label_of(entity, name), value=shown)
