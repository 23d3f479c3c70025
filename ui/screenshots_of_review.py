"""Pictures of what came back: three departments answered while the team went on, questions, rows, what applying did.

The people, the units' answers and the files are invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.fields import Json, Key
from ecd_desktop.language import _
from ecd_desktop.parcels import About, Brought, Cell, Missing, Parcel, Unread
from ecd_desktop.review import THEIRS, Answer, Kind

if TYPE_CHECKING:
    from db.queries.action_items import ActionItemRow
    from ui.screenshots import Studio

Shown = tuple[str, Callable[["Studio"], "bool | None"]]
COLUMNS = {"state": "E", "progress": "F", "remarks": "K", "description": "C"}
REMARK = (
    "Falta el informe de estabilidad; el contratista pide quince días más por las lluvias y porque el permiso de cerco "
    "de la calle de abajo sigue en trámite."
)


def review() -> Iterator[Shown]:
    """In the order in which a person sees it."""
    yield "review-empty", lambda studio: studio.go("reconciling") and None
    yield "review-questions", _questions
    yield "review-other", _other
    for kind in (Kind.CLEAN, Kind.NEW, Kind.REMOVAL, Kind.UNREADABLE, Kind.MISSING):
        yield f"review-{kind.value}", lambda studio, kind=kind: _kind(studio, kind)
    yield "review-one-file", _one_file
    yield "review-dropped", _dropped
    yield "review-result", _result


def _questions(studio: Studio) -> None:
    studio.window.here.do(_came_back, say=False)
    studio.rest()
    page = studio.go("reconciling")
    page.job.load()
    studio.rest()
    first = page.view.point()
    page.job.answer([first], Answer(THEIRS))
    page.view.go_to_open()
    page.view.setFocus()
    studio.rest()


def _other(studio: Studio) -> None:
    page = studio.go("reconciling")
    page.ask_other()
    studio.rest()


def _kind(studio: Studio, kind: Kind) -> None:
    page = studio.go("reconciling")
    page.other.leave()
    page._choose_kind(kind)
    studio.rest()


def _one_file(studio: Studio) -> None:
    page = studio.go("reconciling")
    page._choose_kind(Kind.DECIDE)
    page.next_file(1)
    page.view.setFocus()
    studio.rest()


def _dropped(studio: Studio) -> None:
    """Files that came together: one of them waits, the others are told about."""
    from ui.arriving import Arrived, ArrivedFile

    page = studio.go("reconciling")
    waits = page.job.files[0].id
    bad = _("{name} is not a workbook. Nothing was changed.")
    foreign = _("{name} is not a workbook that was sent from here: none of its rows has a key. Nothing was changed.")
    page.take_arrived(Arrived((
        ArrivedFile(Path("Compromisos_EMAPE.xlsx"), waits),
        ArrivedFile(Path("directorio.xlsx"), said=foreign.format(name="directorio.xlsx"), foreign=True),
        ArrivedFile(Path("foto.xlsx"), said=bad.format(name="foto.xlsx")),
    )))  # fmt: skip
    studio.rest()


def _result(studio: Studio) -> None:
    page = studio.go("reconciling")
    page.job.show_only(None)
    page.apply()
    studio.rest()


# --- the files ------------------------------------------------------------------------------------------------------


def _came_back(store: Any) -> None:
    """Three workbooks left, the team changed some of what was in them, and they came back filled in."""
    from db.queries.action_items import LISTING
    from db.queries.listing import Ask
    from db.records.action_items import State
    from ecd_desktop.calendar import Calendar, clock, today
    from ecd_desktop.services import action_items, reconciling

    with store.reading() as session:
        found = LISTING.all(session, Ask(clock=clock(today(), Calendar()), outside=True))
    open_ = [row for row in found if row.state in (State.PENDING, State.IN_PROGRESS) and row.progress < 80]
    rows = {unit: [row for row in open_ if row.unit == unit] for unit in ("EMAPE", "GPV", "GDU")}
    sent = {unit: _sent(store, unit, some) for unit, some in rows.items()}
    emape, gpv, gdu = rows.values()
    action_items.report_progress(store, [emape[0].key], on=today(), progress=40)
    action_items.report_progress(store, [gdu[0].key], on=today(), progress=45)
    _write(store, emape[-1].key, remarks=REMARK.replace("quince días más por las lluvias y ", ""))
    stone = REMARK.replace("; el contratista pide quince", " y la conformidad de Parques; piden diez")
    told = {
        "EMAPE": (
            [_row(emape[0], 4, progress=55, note="permiso de cerco pendiente"), _row(emape[-1], 7, remarks=stone),
             _row(emape[-1], 7, progress=60), _new(12)],
            [_unread(emape[0], 4)], [],
        ),
        "GPV": (
            [_row(gpv[0], 3, progress=90, state="done"), _row(gpv[1], 5, withdraw="Ya lo hizo la junta directiva"),
             _row(gpv[1], 5, remarks="Se firmará el primer sábado de diciembre")],
            [], [_missing(gpv[-1])],
        ),
        "GDU": ([_row(gdu[0], 3, progress=60, remarks="El reservorio ya tiene alumbrado")], [], []),
    }  # fmt: skip
    for n, (unit, (brought, unread, missing)) in enumerate(told.items()):
        reconciling.receive(store, Parcel(
            "workbook", f"Compromisos_{unit}_2026-11.xlsx", f"{n:064}", sent[unit], unit, today().isoformat(),
            len(brought) + 3, _joined(brought), tuple(unread), tuple(missing),
        ))  # fmt: skip


def _sent(store: Any, unit: str, rows: list[ActionItemRow]) -> Key:
    values = {str(row.key): {"state": row.state.value, "progress": row.progress, "remarks": row.remarks}
              for row in rows}  # fmt: skip
    made: Key = store.log_export(kind="workbook", recipient=unit, name=f"Compromisos_{unit}.xlsx",
                                 handed_out={"action_items": values}, spare=[])  # fmt: skip
    return made


def _write(store: Any, key: Key, **values: Any) -> None:
    from db.queries.records import snapshot
    from ecd_desktop.services import action_items, records

    with store.reading() as session:
        seen = snapshot(session, "action_items", key)
    assert seen is not None
    draft = records.draft_of(seen)
    for name, value in values.items():
        draft.set(name, value)
    action_items.save(store, draft)


def _row(row: ActionItemRow, line: int, *, note: str = "", withdraw: str = "", **told: Json) -> Brought:
    base: Mapping[str, Json] = {"state": row.state.value, "progress": row.progress, "remarks": row.remarks}
    cells = {
        name: Cell(value, base.get(name), f"Compromisos!{COLUMNS[name]}{line}", str(value), note)
        for name, value in told.items()
    }
    off = Cell("Sí", None, f"Compromisos!W{line}", note=withdraw) if withdraw else None
    return Brought("action_items", row.key, About.KNOWN, row.code, row.description, f"Compromisos!{line}", cells,
                   withdraw=off)  # fmt: skip


def _joined(rows: list[Brought]) -> tuple[Brought, ...]:
    """One for each record: the cells of its row come together."""
    from dataclasses import replace

    found: dict[Key, Brought] = {}
    for row in rows:
        first = found.get(row.key)
        found[row.key] = row if first is None else replace(
            first, fields={**first.fields, **row.fields}, withdraw=first.withdraw or row.withdraw
        )  # fmt: skip
    return tuple(found.values())


def _new(line: int) -> Brought:
    from db.records import new_key

    text = "Podar los árboles que tapan la luz de la escalera antes de pintarla"
    cells = {"description": Cell(text, None, f"Compromisos!C{line}", text),
             "due_on": Cell("2026-12-18", None, f"Compromisos!D{line}", "18/12/2026")}  # fmt: skip
    return Brought("action_items", new_key(), About.NEW, words=text, at=f"Compromisos!{line}", fields=cells)


def _unread(row: ActionItemRow, line: int) -> Unread:
    reason = _("“{raw}” is not in the list.").format(raw="casi listo")
    return Unread("unreadable", f"Compromisos!E{line}", "casi listo", reason, "action_items", row.key, "state",
                  row.code, row.description)  # fmt: skip


def _missing(row: ActionItemRow) -> Missing:
    return Missing("action_items", row.key, row.code, row.description)
