"""Cells of a foreign sheet as values of a field, each with a reason where it is refused or doubtful (decision 23)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from db.fields import Choice, clean
from db.records.action_items import Priority, State
from db.records.projects import ProjectState
from ecd_desktop.exchange.columns import field_of
from ecd_desktop.exchange.contacts import read_document, read_email, read_phone
from ecd_desktop.exchange.dates import Style, read_date
from ecd_desktop.exchange.import_plan import Mapped, Plan
from ecd_desktop.exchange.import_result import Remark, as_written
from ecd_desktop.exchange.strategies import Strategy
from ecd_desktop.exchange.tables import data_rows
from ecd_desktop.exchange.workbook import Cell, ErrorCell, FormulaCell, address, folded, is_blank, one_line, tidy
from ecd_desktop.language import _, format_date, parse_money, parse_percent


@dataclass(frozen=True, slots=True)
class Told:
    """What one cell says: a value (None: nothing), or ``problem``; ``warning`` beside either."""

    value: Any = None
    problem: str = ""
    warning: str = ""


@dataclass(slots=True)
class Row:
    """One data row as read.  ``values``: field → value, blanks and what is refused left out.

    ``blank``: the fields whose cell is empty, of those columns whose blanks clear (``Strategy.ALWAYS``).
    """

    number: int
    values: dict[str, Any]
    problems: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    blank: tuple[str, ...] = ()

    def get(self, name: str) -> Any:
        return self.values.get(name)

    @property
    def refused(self) -> bool:
        return bool(self.problems)


@dataclass(frozen=True, slots=True)
class Sheetful:
    """The rows of a plan, read once; ``skipped`` rows are totals, repeated headers and notes."""

    rows: tuple[Row, ...]
    skipped: int


Reader = Callable[[Cell], Told]


def read_rows(plan: Plan) -> Sheetful:
    """Every data row of the plan's table as values and problems; pure."""
    mapped = {column.index: column for column in plan.columns if column.field is not None and not column.withheld}
    parted = data_rows(plan.table, mapped)
    sheet = plan.sheet
    rows = [Row(body.number, {}) for body in parted.data]
    pairs = [(row, body.cells) for row, body in zip(rows, parted.data, strict=True)]
    for index, column in mapped.items():
        assert column.field is not None
        name = column.field
        read = reader_for(plan, column, (body.cells.get(index) for body in parted.data))
        clears = plan.strategies.get(name) is Strategy.ALWAYS
        says_none = field_of(plan.kind, name).reads == "day"  # "sin fecha" is no date, as a blank is none
        memory: dict[Any, Told] = {}
        for row, cells in pairs:
            raw = cells.get(index)
            if raw is None:
                if clears:
                    row.blank += (name,)
                continue
            place = raw if type(raw) is str else (type(raw), raw)  # 1, 1.0 and True are equal, and three things
            told = memory.get(place)
            if told is None:
                told = memory[place] = _judged(read, raw)
            if told.problem:
                row.problems.append(Remark(sheet, address(row.number, index), as_written(raw), told.problem))
            elif told.value is not None:
                row.values[name] = told.value
            elif clears and (says_none or not told.warning):
                row.blank += (name,)
            if told.warning:
                row.warnings.append(Remark(sheet, address(row.number, index), as_written(raw), told.warning))
    return Sheetful(tuple(rows), len(parted.skipped))


def _judged(read: Reader, raw: Cell) -> Told:
    if is_blank(raw):
        return Told()
    if isinstance(raw, ErrorCell):
        return Told(problem=_("The cell shows the error {code}.").format(code=raw.code))
    if isinstance(raw, FormulaCell):
        return Told(problem=_("The cell holds a formula whose result is not stored in the file."))
    return read(raw)


def reader_for(plan: Plan, column: Mapped, values: Iterable[Cell]) -> Reader:
    """How the cells of a column are read; what depends on the whole column is decided here."""
    assert column.field is not None
    choice = field_of(plan.kind, column.field)
    if choice.reads == "day":
        style = column.style or Style.CLEAR

        def day(raw: Cell) -> Told:
            reading = read_date(raw, style)
            return Told(reading.day, reading.problem or "", reading.warning or "")

        return day
    if choice.reads == "percent":
        fractions = are_fractions(values)
        return lambda raw: read_percent(raw, fractions=fractions)
    if choice.reads == "state":
        return read_state
    if choice.reads == "memo":
        return lambda raw: Told(written(raw))
    return _READERS.get(choice.reads, lambda raw: Told(line(raw)))


# --- text ---------------------------------------------------------------------------------------------------------


def written(raw: Cell) -> str | None:
    """A cell as text of several lines; numbers and dates as the sheet shows them."""
    if isinstance(raw, str):
        return tidy(clean(raw)) or None
    return line(raw)


def line(raw: Cell) -> str | None:
    """A cell as one line of text; codes and numbers of documents stay as they are."""
    if isinstance(raw, str):
        return one_line(clean(raw)) or None
    if raw is None:
        return None
    if isinstance(raw, bool):
        return _("Yes") if raw else _("No")
    if isinstance(raw, float | Decimal) and raw == int(raw):
        return str(int(raw))
    if isinstance(raw, datetime):
        return format_date(raw.date())
    if isinstance(raw, date):
        return format_date(raw)
    if isinstance(raw, time):
        return f"{raw.hour:02}:{raw.minute:02}"
    return str(raw)


# --- numbers ------------------------------------------------------------------------------------------------------


def are_fractions(values: Iterable[Cell]) -> bool:
    """Whether the numbers of a percent column are fractions: all of them are at most 1 (decision 23)."""
    numbers = [value for raw in values if (value := _bare_number(raw)) is not None]
    return bool(numbers) and all(abs(number) <= 1 for number in numbers)


def _bare_number(raw: Cell) -> Decimal | None:
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, int | float | Decimal):
        return Decimal(str(raw))
    if isinstance(raw, str) and "%" not in raw:
        try:
            return parse_percent(raw)
        except ValueError:
            return None
    return None


def read_percent(raw: Cell, *, fractions: bool) -> Told:
    """Whole points 0 to 100; a text with % is points whatever the column's numbers are."""
    try:
        if isinstance(raw, str):
            points = parse_percent(raw)
            if "%" not in raw and fractions:
                points *= 100
        elif isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
            points = Decimal(str(raw)) * (100 if fractions else 1)
        else:
            return Told(problem=_("This is not a percentage."))
        whole = int(points.to_integral_value(ROUND_HALF_UP))
    except (ValueError, InvalidOperation, OverflowError):
        if isinstance(raw, str) and not any(mark.isdigit() for mark in raw):
            return Told(warning=_("“{text}” is no percentage, so none was taken.").format(text=one_line(raw)))
        return Told(problem=_("This is not a percentage."))
    if not 0 <= whole <= 100:
        return Told(problem=_("A percentage lies between 0 and 100."))
    return Told(whole)


def read_money(raw: Cell) -> Told:
    """Whole céntimos."""
    try:
        if isinstance(raw, str):
            if not any(mark.isdigit() for mark in raw):
                return Told(warning=_("“{text}” is no amount, so none was taken.").format(text=one_line(raw)))
            amount = parse_money(raw)
        elif isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
            amount = int((Decimal(str(raw)) * 100).to_integral_value(ROUND_HALF_UP))
        else:
            return Told(problem=_("This is not an amount of money."))
    except (ValueError, InvalidOperation, OverflowError):
        return Told(problem=_("This is not an amount of money."))
    if not 0 <= amount < 10**15:
        return Told(problem=_("This is not an amount of money."))
    return Told(amount)


# --- lists of values ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StateTold:
    """A state in a foreign sheet.  ``blocked`` says what no state of ours says."""

    state: State | None
    blocked: bool = False


_STATES: Mapping[StateTold, str] = {
    StateTold(State.PENDING): "pendiente|pend|no iniciado|no iniciada|sin iniciar|por iniciar|sin avance|vencido"
    "|vencida|por hacer|pending|not started|overdue|open|to do|todo|new|late|expired|no avance"
    "|programado|planned|por atender|reprogramado|reprogramada|rescheduled|postponed|aplazado|postergado",
    StateTold(State.IN_PROGRESS): "en proceso|proceso|en ejecucion|en curso|en tramite|iniciado|iniciada|en avance"
    "|parcial|en desarrollo|in progress|ongoing|started|in process|underway|under way|active|partial|en marcha|wip",
    StateTold(State.DONE): "cumplido|cumplida|cumplidos|concluido|concluida|terminado|terminada|completado"
    "|completada|culminado|culminada|ejecutado|finalizado|finalizada|atendido|atendida|hecho|realizado|realizada|cerrado|cerrada"
    "|done|completed|complete|closed|finished|fulfilled|implemented|cumplido por verificar|done to verify|logrado",
    StateTold(State.VERIFIED): "verificado|verificada|verified",
    StateTold(State.OBSERVED): "observado|observada|con observaciones|observed|returned|queried|under review",
    StateTold(State.CANCELLED): "cancelado|cancelada|anulado|anulada|desestimado|sin efecto|cancelled|canceled|dropped"
    "|withdrawn|void",
    StateTold(State.TRANSFERRED): "trasladado|trasladada|derivado|derivada|transferido|transferida|transferred",
    StateTold(None, blocked=True): "bloqueado|bloqueada|paralizado|paralizada|detenido|en pausa|blocked|on hold"
    "|stopped",
}


def _by_word(lists: Mapping[Any, str]) -> dict[str, Any]:
    return {word: member for member, words in lists.items() for word in words.split("|")}


_STATE_OF = _by_word(_STATES)
_PRIORITY_OF = _by_word(
    {
        Priority.HIGH: "alta|alto|urgente|muy alta|critica|high|urgent|critical|1|a",
        Priority.MEDIUM: "media|medio|normal|medium|moderate|2|b",
        Priority.LOW: "baja|bajo|low|3|c",
    }
)
_PROJECT_STATE_OF = _by_word(
    {
        ProjectState.ACTIVE: "activo|activa|en ejecucion|ejecucion|en curso|en proceso|vigente|en plazo|en riesgo"
        "|retrasado|sin iniciar|no iniciado|active|ongoing|in progress|on track|at risk|delayed|not started",
        ProjectState.PAUSED: "en pausa|pausado|paralizado|suspendido|detenido|paused|on hold|suspended",
        ProjectState.CANCELLED: "cancelado|cancelada|anulado|desestimado|cancelled|canceled|dropped",
        ProjectState.CLOSED: "cerrado|cerrada|concluido|concluida|terminado|terminada|culminado|finalizado|closed"
        "|finished|completed|done",
    }
)


def list_word(raw: Cell) -> str:
    """A word of a list as it is compared: folded, without marks at its ends and hints in parentheses."""
    plain = re.sub(r"\([^)]*\)", " ", folded(str(raw)))
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def read_state(raw: Cell) -> Told:
    """The state of an action item; a word outside the list is refused, since nobody can say what it means."""
    word = list_word(raw)
    if not word:
        return Told()
    if found := _STATE_OF.get(word):
        if found.state is State.VERIFIED:
            return Told(
                StateTold(State.DONE), warning=_("What others call verified is taken as done, to be verified here.")
            )
        return Told(found)
    return Told(problem=_("“{text}” is no state of the list.").format(text=one_line(str(raw))))


def _read_priority(raw: Cell) -> Told:
    found = _PRIORITY_OF.get(list_word(raw))
    if found is not None:
        return Told(found)
    return Told(warning=_("“{text}” is no priority of the list, so none was taken.").format(text=one_line(str(raw))))


def _read_project_state(raw: Cell) -> Told:
    found = _PROJECT_STATE_OF.get(list_word(raw))
    if found is not None:
        return Told(found)
    return Told(problem=_("“{text}” is no state of the list.").format(text=one_line(str(raw))))


def _read_phone(raw: Cell) -> Told:
    contact = read_phone(raw if isinstance(raw, str) else line(raw) or "")
    return Told(contact.value, warning=contact.warning)


def _read_email(raw: Cell) -> Told:
    contact = read_email(line(raw) or "")
    return Told(contact.value, warning=contact.warning)


def _read_document(raw: Cell) -> Told:
    document = read_document(line(raw) or "")
    return Told(document, warning=document.warning)


def _read_code(raw: Cell) -> Told:
    text = line(raw) or ""
    return Told(re.sub(r"[\s.\-]", "", text)) if text else Told()


_READERS: Mapping[str, Reader] = {
    "money": read_money,
    "priority": _read_priority,
    "project_state": _read_project_state,
    "phone": _read_phone,
    "email": _read_email,
    "document": _read_document,
    "code": _read_code,
}

SYNONYMS: Mapping[type[Choice], Mapping[str, Choice]] = {
    State: {
        word: State.DONE if told.state is State.VERIFIED else told.state
        for word, told in _STATE_OF.items()
        if told.state is not None
    },
    Priority: _PRIORITY_OF,
    ProjectState: _PROJECT_STATE_OF,
}
"""What people write for the members of closed lists (``list_word`` → member); "verified" from outside is done."""
