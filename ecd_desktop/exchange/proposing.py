"""From an opened workbook to a plan: kind, sheet and header found, columns matched, date style, cut-off and sender."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ecd_desktop.calendar import today
from ecd_desktop.errors import Expected
from ecd_desktop.exchange import reading
from ecd_desktop.exchange.cells import read_state
from ecd_desktop.exchange.columns import FIELDS, KINDS, Kind, assign, field_of, heading_scores, vocabulary
from ecd_desktop.exchange.cutoff import find_cutoff
from ecd_desktop.exchange.dates import Style, settle_sheet, weigh
from ecd_desktop.exchange.headers import context_of, find_header, headings
from ecd_desktop.exchange.import_plan import Candidate, Cutoff, How, Mapped, Opened, Plan
from ecd_desktop.exchange.import_result import Option, Question, as_written
from ecd_desktop.exchange.key_fares import offered
from ecd_desktop.exchange.matching import is_acronym, person_name, tokens
from ecd_desktop.exchange.merge_keys import Fare, MergeKey
from ecd_desktop.exchange.sender import sender_of
from ecd_desktop.exchange.strategies import Strategy
from ecd_desktop.exchange.strategies import chosen as chosen_strategies
from ecd_desktop.exchange.tables import Column, Table, find_tables, table_at
from ecd_desktop.exchange.workbook import Cell, Workbook, column_number, folded, is_blank, one_line
from ecd_desktop.language import _

ESSENTIAL: Mapping[Kind, tuple[tuple[str, ...], ...]] = {
    Kind.ACTION_ITEMS: (("description",),),
    Kind.PEOPLE: (("name", "given_names", "unit"),),
    Kind.PROJECTS: (("name",),),
}
"""Of each group one field must have a column."""

LOOKED_AT = 200
"""Rows of a column that are looked at for samples and for what the cells look like."""


def open_file(path: Path) -> Opened:
    """Read a workbook behind the guard and see what it may hold.  Raises Expected; writes nothing."""
    return look(reading.read(path), path)


def look(workbook: Workbook, path: Path | None = None) -> Opened:
    """What a workbook that was read may hold, best guess first.  Raises Expected where it holds no table."""
    found = sorted(_candidates(workbook), key=lambda one: -one.score)
    if not found:
        raise Expected(
            _("{name} holds no table: no sheet has two filled cells side by side. Nothing was changed.").format(
                name=workbook.name
            ),
            _("Choose the workbook that holds the list."),
        )
    return Opened(path or Path(workbook.name), workbook, tuple(found))


def _candidates(workbook: Workbook) -> Iterator[Candidate]:
    for kind in KINDS:
        known = vocabulary(kind)
        for sheet in workbook.sheets:
            rows = find_header(sheet, known)
            if rows is None:
                continue
            wanted = [
                (column, name, score)
                for column, parts in headings(sheet, rows).items()
                for name, score in heading_scores(kind, parts).items()
            ]
            fields = dict(assign(wanted).values())
            complete = all(any(name in fields for name in group) for group in ESSENTIAL[kind])
            score = sum(fields.values()) + (2.0 if complete else 0.0)
            score *= (1.0 if complete else 0.3) * (0.5 if sheet.hidden else 1.0)
            yield Candidate(kind, sheet.name, rows, score + min(len(sheet.rows), 50) / 1_000)


def propose(
    opened: Opened,
    *,
    kind: Kind | str | None = None,
    sheet: str | None = None,
    header_row: int | Sequence[int] | None = None,
    overrides: Mapping[int | str, str | None] | None = None,
    dates: str | None = None,
    cutoff: date | None = None,
    with_personal_data: str | None = None,
    sender: str | None = None,
    layout: Mapping[str, str] | None = None,
    accept_done_before: date | None = None,
    accept_reason: str = "",
    key: MergeKey | str | None = None,
    strategies: Mapping[str, Strategy | str] | None = None,
) -> Plan:
    """How the workbook would be read; whatever is given here is taken, the rest is found.

    ``kind``: action-items, people or projects.  ``overrides``: column number or letters → field (None: left out).
    ``dates``: dmy or mdy, for columns that do not settle it.  ``with_personal_data``: the purpose for which identity
    documents are read.  ``layout``: heading → field of this sender's last file.  ``accept_done_before``: a first load
    takes what was done with an earlier due date as verified, for ``accept_reason``.  ``key``: what known records are
    recognised by (none: as found).  ``strategies``: field (``all``: the others) → how its column is taken.  Raises
    Expected for a sheet, field or key that is not there.
    """
    chosen, table = _table(opened, None if kind is None else _kind(kind), sheet, header_row)
    purpose = (with_personal_data or "").strip() or None
    fields = _fields(chosen, table, overrides or {}, layout or {}, context_of(opened.workbook))
    columns = tuple(_mapped(chosen, column, fields.get(column.index), table, purpose) for column in table.columns)
    columns, questions = _dated(chosen, columns, table, None if dates is None else Style(dates))
    style = next((one.style for one in columns if one.style in (Style.DMY, Style.MDY)), None)
    plan = Plan(
        opened=opened,
        kind=chosen,
        table=table,
        columns=columns,
        cutoff=_cutoff(opened.workbook, table, cutoff, style or (Style(dates) if dates else Style.DMY)),
        sender=(sender or sender_of(chosen, opened, table))[:200],
        purpose=purpose,
        accept_done_before=accept_done_before,
        accept_reason=accept_reason.strip(),
        strategies=chosen_strategies(chosen, strategies or {}, [one.field for one in columns if one.field]),
        questions=questions,
    )
    return with_key(plan, MergeKey.NONE if key is None else key, given=key is not None)


def with_key(plan: Plan, key: MergeKey | str, fares: tuple[Fare, ...] = (), *, given: bool = False) -> Plan:
    """The plan with known records recognised by this key.  Raises Expected where the sheet does not have it.

    Rows that a key recognises need no more than the key: the name or text of what is known is here.
    """
    there = offered(plan)
    words = (MergeKey.NONE, *(one.key for one in there))
    if key not in words:
        personal = any(column.withheld for column in plan.columns) and key == MergeKey.DNI
        raise Expected(
            _("The rows cannot be recognised by “{key}”: the sheet has no column of it that is read. Nothing was "
              "changed.").format(key=key),
            _("Identity numbers are read for a purpose, which is logged: say it in words.") if personal
            else _("Choose one of: {keys}.").format(keys=", ".join(words)),
        )  # fmt: skip
    chosen = MergeKey(key)
    known_by = () if chosen is MergeKey.NONE else next(one.fields[:1] for one in there if one.key is chosen)
    missing = tuple(
        _(field_of(plan.kind, group[0]).label)
        for group in ESSENTIAL[plan.kind]
        if not any(name in plan.fields for name in (*group, *known_by))
    )
    made = replace(plan, key=chosen, key_given=given, fares=fares, missing=missing)
    if "sheetful" in vars(plan):  # what the rows say is the same whatever they are recognised by
        vars(made)["sheetful"] = plan.sheetful
    return made


def _kind(word: Kind | str) -> Kind:
    try:
        return Kind(word)
    except ValueError:
        raise Expected(
            _("“{kind}” is no kind of list that can be imported.").format(kind=word),
            _("Choose one of: {kinds}.").format(kinds=", ".join(KINDS)),
        ) from None


def _table(
    opened: Opened, kind: Kind | None, name: str | None, header_row: int | Sequence[int] | None
) -> tuple[Kind, Table]:
    wanted = None
    if name is not None:
        wanted = opened.workbook.sheet(name)
        if wanted is None:
            raise Expected(
                _("{file} has no sheet “{sheet}”. Nothing was changed.").format(file=opened.workbook.name, sheet=name),
                _("Its sheets are: {sheets}.").format(sheets=", ".join(s.name for s in opened.workbook.sheets)),
            )
    fitting = [
        one
        for one in opened.candidates
        if (kind is None or one.kind is kind) and (wanted is None or one.sheet == wanted.name)
    ]
    found = fitting[0] if fitting else None
    chosen = kind or (found.kind if found else opened.guess.kind)
    sheet = wanted or opened.workbook.sheet(found.sheet if found else opened.guess.sheet)
    assert sheet is not None
    known = vocabulary(chosen)
    given = () if header_row is None else (header_row,) if isinstance(header_row, int) else tuple(header_row)
    rows = given or (found.header_rows if found else ())
    if isinstance(header_row, int) and found and header_row in found.header_rows:
        rows = found.header_rows
    if not rows:
        tables = find_tables(Workbook("", "", "", None, (sheet,)), known)
        if not tables:
            raise Expected(
                _("The sheet “{sheet}” holds no table. Nothing was changed.").format(sheet=sheet.name),
                _("Choose another sheet."),
            )
        return chosen, tables[0]
    return chosen, table_at(sheet, rows, known)


# --- columns ------------------------------------------------------------------------------------------------------

Found = tuple[str | None, float, How | None]


def _fields(
    kind: Kind, table: Table, overrides: Mapping[int | str, str | None], layout: Mapping[str, str],
    context: Collection[str],
) -> dict[int, Found]:  # fmt: skip
    given: dict[int, str | None] = {}
    for place, name in overrides.items():
        index = place if isinstance(place, int) else int(place) if place.isdigit() else column_number(place.upper())
        if table.column(index) is None:
            raise Expected(
                _("The table has no column {column}. Nothing was changed.").format(column=place),
                _("Choose one of its columns: {columns}.").format(columns=", ".join(c.letter for c in table.columns)),
            )
        if name is not None:
            try:
                field_of(kind, name)
            except KeyError:
                raise Expected(
                    _("“{field}” is no field of this list. Nothing was changed.").format(field=name),
                    _("Choose another field."),
                ) from None
        given[index] = name
    taken = {name for name in given.values() if name is not None}
    wanted: list[tuple[int, str, float]] = []
    known = {choice.name for choice in FIELDS[kind]}
    for column in table.columns:
        if column.index in given or folded(column.heading) in context:
            continue
        ranked = heading_scores(kind, column.parts)
        if "unit" in ranked and "person" in ranked and abs(ranked["unit"] - ranked["person"]) < 0.15:
            person = _people_share(_looked_at(table, column)) >= 0.5
            ranked["unit" if person else "person"] -= 0.3
        remembered = layout.get(folded(column.heading))
        if remembered in known - taken:
            ranked = {**ranked, remembered: 1.5}
        wanted += [(column.index, name, score) for name, score in ranked.items() if name not in taken]
    chosen: dict[int, Found] = {index: (name, 1.0, How.GIVEN) for index, name in given.items()}
    for index, (name, score) in assign(wanted).items():
        chosen[index] = (name, min(score, 1.0), How.LAYOUT if score > 1 else How.HEADING)
    _split_names(chosen)
    _by_content(kind, table, chosen, taken, context)
    return chosen


def _split_names(chosen: dict[int, Found]) -> None:
    """Beside a column of family names, a column called "Nombres" holds the given ones."""
    names = {found[0]: index for index, found in chosen.items()}
    if "family_names" in names and "name" in names and "given_names" not in names:
        index = names["name"]
        if chosen[index][2] is not How.GIVEN:
            chosen[index] = ("given_names", *chosen[index][1:])


def _by_content(
    kind: Kind, table: Table, chosen: dict[int, Found], taken: set[str], context: Collection[str]
) -> None:
    """Columns whose heading says nothing, by what stands in them; only fields that are still without a column."""
    used = taken | {found[0] for found in chosen.values() if found[0]}
    for column in table.columns:
        if column.index in chosen or folded(column.heading) in context:
            continue
        values = _looked_at(table, column)
        if len(values) < 3:
            continue
        for name in _looks(kind, values):
            if name not in used:
                chosen[column.index] = (name, 0.55, How.CONTENT)
                used.add(name)
                break
    if kind is Kind.ACTION_ITEMS and "description" not in used:
        longest = [(_length(_looked_at(table, c)), -c.index) for c in table.columns if c.index not in chosen]
        if longest and max(longest)[0] >= 25:
            chosen[-max(longest)[1]] = ("description", 0.5, How.CONTENT)


def _looks(kind: Kind, values: Sequence[Cell]) -> Iterator[str]:
    texts = [one_line(value) for value in values if isinstance(value, str)]
    share = len(values) * 0.7
    if kind is Kind.ACTION_ITEMS:
        if sum(folded(text).startswith(("acta", "minutes")) for text in texts) >= share:
            yield "minutes"
        if sum(not read_state(text).problem for text in texts) >= share:
            yield "state"
        if sum(isinstance(value, date) for value in values) >= share:
            yield "due_on"
    if kind is Kind.PEOPLE and sum("@" in text for text in texts) >= share:
        yield "email"
    if kind is Kind.PROJECTS:
        if sum(bool(re.fullmatch(r"[A-Z]{2,5}-\d{4}-\d+", text)) for text in texts) >= share:
            yield "code"
        if sum(bool(re.fullmatch(r"1[45]\d{4}", as_written(value))) for value in values) >= share:
            yield "ubigeo"


def _length(values: Sequence[Cell]) -> float:
    texts = [value for value in values if isinstance(value, str)]
    return sum(map(len, texts)) / len(values) if texts and len(set(texts)) * 2 > len(values) else 0.0


_UNIT_WORDS = frozenset(
    ("gerencia", "subgerencia", "oficina", "municipalidad", "unidad", "direccion", "ministerio", "programa", "area")
)


def _people_share(values: Sequence[Cell]) -> float:
    """The part of the different values that look like people's names."""
    texts = {one_line(value) for value in values if isinstance(value, str)}
    people = 0
    for text in texts:
        words = tokens(text)
        if is_acronym(text) or _UNIT_WORDS & set(words):
            continue
        name = person_name(text)
        people += name is not None and (bool(name.title) or 2 <= len(words) <= 5)
    return people / len(texts) if texts else 0.0


def _looked_at(table: Table, column: Column) -> list[Cell]:
    values = (row.cells.get(column.index) for row in table.body[:LOOKED_AT])
    return [value for value in values if not is_blank(value)]


def _mapped(kind: Kind, column: Column, found: Found | None, table: Table, purpose: str | None) -> Mapped:
    name, sure, how = found or (None, 0.0, None)
    field = field_of(kind, name) if name else None
    withheld = bool(field and field.personal and purpose is None)
    samples: list[str] = []
    for value in () if withheld else _looked_at(table, column):
        text = one_line(as_written(value))
        if text not in samples:
            samples.append(text)
        if len(samples) == 3:
            break
    label = _(field.label) if field else ""
    return Mapped(column.index, column.letter, column.heading, name, label, sure, how, tuple(samples), None, withheld)


# --- dates, cut-off -----------------------------------------------------------------------------------------------


def _dated(
    kind: Kind, columns: Sequence[Mapped], table: Table, given: Style | None
) -> tuple[tuple[Mapped, ...], tuple[Question, ...]]:
    """The columns with their date styles; one question where a column of dates says neither day nor month first."""
    of_days = {c.index for c in columns if c.field is not None and field_of(kind, c.field).reads == "day"}
    told = {c.index: table.values(c.index) for c in columns if c.index in of_days or c.field is None}
    styles = settle_sheet(told, given=given)
    dated: list[Mapped] = []
    asked: list[str] = []
    for column in columns:
        if column.index not in of_days:
            dated.append(column)
            continue
        style = styles[column.index]
        dated.append(replace(column, style=style))
        if style is Style.ASK:
            samples = ", ".join(weigh(told[column.index]).samples)
            asked.append(f"{one_line(column.heading) or column.letter} ({samples})")
    if not asked:
        return tuple(dated), ()
    question = Question(
        id="dates",
        kind="dates",
        text=_("Which comes first in these dates, the day or the month? {columns}").format(columns="; ".join(asked)),
        options=(Option("dmy", _("day/month/year")), Option("mdy", _("month/day/year"))),
        default="",
    )
    return tuple(dated), (question,)


def _cutoff(workbook: Workbook, table: Table, given: date | None, style: Style) -> Cutoff:
    if given is not None:
        return Cutoff(given, given=True)
    if found := find_cutoff(workbook, table, style=style):
        return Cutoff(found.day, f"{found.sheet}!{found.address}")
    return Cutoff(workbook.modified or today())
