"""A hundred and more seeded variants of the second edition against an oracle that knows the edits, not the importer."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from db.store import Store
from ecd_desktop.exchange import importing
from ecd_desktop.exchange.workbook import Sheet
from tests.ecd_desktop.exchange.import_samples import MATRIX, bring, opened, sheet_of

VARIANTS = 120
ON_DISK = 12  # of them, written to real files and read behind the guard

FIELDS = ("number", "acta", "agreed", "project", "text", "unit", "person", "due", "progress", "state", "remarks")

HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("N°", "Nº", "Nro.", "Ítem", "ITEM", "#", "No."),
    "acta": ("ACTA", "Acta N°", "N° de acta", "Minutes", "Número de acta"),
    "agreed": ("FECHA", "Fecha del acta", "Fecha de reunión", "Meeting date"),
    "project": ("PROYECTO / INTERVENCIÓN", "Proyecto", "Intervención", "Project"),
    "text": ("COMPROMISO ASUMIDO", "Compromiso", "ACUERDO", "Acuerdo / compromiso", "Action item", "Commitment"),
    "unit": ("UNIDAD", "Unidad responsable", "Área responsable", "Gerencia", "Responsible unit", "Department"),
    "person": ("PERSONA", "Persona responsable", "Encargado", "Responsible person", "Owner"),
    "due": ("PLAZO", "Fecha límite", "Vencimiento", "Fecha de vencimiento", "Due date", "Deadline"),
    "progress": ("% AVANCE", "Avance", "% de avance", "Avance (%)", "% complete", "Progress"),
    "state": ("ESTADO", "Situación", "Estado actual", "Status"),
    "remarks": ("OBSERVACIONES", "Observaciones", "Comentarios", "Remarks", "Notes"),
}
GROUPS = {  # two header rows: a group over the headings below it
    "acta": ("ORIGEN", "ACTA"), "agreed": ("ORIGEN", "FECHA"), "unit": ("RESPONSABLE", "UNIDAD"),
    "person": ("RESPONSABLE", "PERSONA"), "progress": ("AVANCE", "%"), "state": ("AVANCE", "ESTADO"),
}  # fmt: skip
REFUSED, DOUBLE = {20, 21, 22}, 16
MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "setiembre", "octubre",
          "noviembre", "diciembre")  # fmt: skip

TRIED = (
    "columns moved", "blank column", "title row", "two header rows", "order shuffled", "real", "dd/mm/yyyy", "iso",
    "words", "dd/mm/yy", "fraction", "points", "text", "upper", "lower", "subtotal", "blank row",
)  # fmt: skip

Record = dict[str, Any]


def first_edition() -> list[Record]:
    """The rows of the sample's first edition by plain openpyxl: item number to cells, nothing interpreted."""
    sheet = openpyxl.load_workbook(MATRIX)["Matriz "]
    rows = []
    for cells in sheet.iter_rows(min_row=8, max_row=39, values_only=True):
        if isinstance(cells[0], int):
            record = dict(zip(FIELDS, cells, strict=True))
            for name in ("agreed", "due"):
                if record[name] is not None and hasattr(record[name], "date"):
                    record[name] = record[name].date()
            rows.append(record)
    assert len(rows) == 29
    return rows


TEXT_DATES = {3: date(2026, 3, 5), 4: date(2026, 3, 13), 7: date(2026, 3, 30), 18: date(2026, 4, 15)}
"""What the sample's text dates mean, told by hand."""


@dataclass
class Expected:
    """What the oracle says: outcome of each item, and how many cells of it change."""

    outcome: dict[int, str] = field(default_factory=dict)
    cells: dict[int, int] = field(default_factory=dict)


@dataclass
class Variant:
    """A sheet and what must come of it.  ``places``: item → row number in the sheet."""

    rows: list[list[Any]]
    merges: list[tuple[int, int, int, int]]
    places: dict[int, int]
    expected: Expected
    skipped: int
    traits: list[str]


def edited(rnd: random.Random, base: list[Record]) -> tuple[list[Record], Expected]:
    """Rows edited at random; each row's "id" stays what it was in the first edition (copies get 100 + id)."""
    expected = Expected()
    rows: list[Record] = []
    touchable = [r["number"] for r in base if r["number"] not in REFUSED | {15, DOUBLE}]
    touched = set(rnd.sample(touchable, rnd.randrange(0, 6)))
    dropped = set(rnd.sample([n for n in touchable if n not in touched], rnd.randrange(0, 4)))
    for source in base:
        number = source["number"]
        record = {**source, "id": number}
        record["due"] = TEXT_DATES.get(number, record["due"])
        if number in dropped:
            continue
        expected.outcome[number] = "refused" if number in REFUSED else "duplicate" if number == DOUBLE else "same"
        if number in touched:
            names = rnd.sample(["due", "progress", "state", "text", "remarks", "person"], rnd.randrange(1, 3))
            changes = sum(EDITS[name](record, rnd) for name in names)
            expected.outcome[number] = "changed" if changes else "same"
            expected.cells[number] = changes
        rows.append(record)
    for n in range(rnd.randrange(0, 3)):  # new ones
        number = 30 + n
        rows.append(
            {
                "id": number, "number": number, "acta": "ACTA N° 006-2026", "agreed": date(2026, 6, 11),
                "project": "Escalera Cerro Mirador", "text": f"Colocar {('señal', 'baranda')[n]} en el descanso",
                "unit": "EMAPE", "person": "Ing. Paul Zegarra", "due": date(2026, 6, 26), "progress": 0,
                "state": "Pendiente", "remarks": None,
            }
        )  # fmt: skip
        expected.outcome[number] = "new"
    fine = [r for r in rows if expected.outcome[r["id"]] in ("same", "new", "changed") and r["id"] not in (15, DOUBLE)]
    for source in rnd.sample(fine, rnd.randrange(0, 2)):  # a row copied
        copy = {**source, "id": 100 + source["id"], "number": 90 + source["id"], "remarks": "copiado"}
        rows.append(copy)
        expected.outcome[copy["id"]] = "duplicate"
    return rows, expected


def _due(record: Record, rnd: random.Random) -> int:
    record["due"] = date(2026, 9, 1) + timedelta(days=rnd.randrange(60))
    return 1


def _progress(record: Record, rnd: random.Random) -> int:
    before = percent(record["progress"])
    record["progress"] = rnd.choice([5, 15, 35, 45, 65, 95]) / 100
    return int(before != percent(record["progress"]))


def _state(record: Record, rnd: random.Random) -> int:
    before = STATE[record["state"].strip().lower()]
    record["state"] = rnd.choice(["En proceso", "Pendiente", "Observado", "CUMPLIDO"])
    return int(before != STATE[record["state"].lower()])


def _text(record: Record, rnd: random.Random) -> int:
    record["text"] = record["text"] + rnd.choice([" y afines", " (con acta)", " y juego"])
    return 1


def _remarks(record: Record, rnd: random.Random) -> int:
    if record["remarks"] and "antes" in record["remarks"]:
        return 0
    record["remarks"] = rnd.choice(["Con oficio 77", "Falta firma", "Se conversó con la unidad"])
    return 1


def _person(record: Record, rnd: random.Random) -> int:
    record["person"] = rnd.choice(["Lic. Berta Solís Nano", "Héctor Quiroz Tello"])
    return 1


EDITS: dict[str, Callable[[Record, random.Random], int]] = {
    "due": _due, "progress": _progress, "state": _state, "text": _text, "remarks": _remarks, "person": _person,
}  # fmt: skip
STATE = {
    "cumplido": "done", "en proceso": "going", "pendiente": "open", "no iniciado": "open", "vencido": "open",
    "reprogramado": "open", "observado": "observed", "cancelado": "cancelled",
}  # fmt: skip


def percent(value: Any) -> int | None:
    if value is None:
        return None
    return int(value.rstrip("%")) if isinstance(value, str) else round(value * 100)


def variant(seed: int) -> Variant:
    rnd = random.Random(seed)
    rows, expected = edited(rnd, first_edition())
    traits: list[str] = []
    columns = list(FIELDS)
    two_rows = rnd.random() < 0.3
    if not two_rows and rnd.random() < 0.6:
        rnd.shuffle(columns)
        traits.append("columns moved")
    placed: list[str | None] = list(columns)
    for _ in range(rnd.randrange(0, 3)):
        at = rnd.randrange(len(placed) + 1)
        if not two_rows or at in (0, len(placed)):
            placed.insert(at, None)
            traits.append("blank column")
    order = rnd.choice(["kept", "shuffled", "by due", "by unit"])
    if order == "shuffled":
        rnd.shuffle(rows)
    elif order != "kept":
        rows.sort(key=lambda r: str(r["due" if order == "by due" else "unit"]))
    traits.append(f"order {order}")
    dates = rnd.choice(["real", "dd/mm/yyyy", "iso", "dd-mm-yyyy", "words", "dd/mm/yy"])
    points = rnd.choice(["fraction", "points", "text"])
    capitals = rnd.choice(["as is", "upper", "lower"])
    traits += [dates, points, capitals, "two header rows" if two_rows else "one header row"]
    sheet: list[list[Any]] = []
    merges: list[tuple[int, int, int, int]] = []
    for n in range(rnd.randrange(0, 4)):
        sheet.append([("MATRIZ DE SEGUIMIENTO DE COMPROMISOS", "GERENCIA DE DESARROLLO HUMANO", "Mesa técnica")[n % 3]])
        if rnd.random() < 0.5:
            merges.append((len(sheet), 1, len(sheet), len(placed)))
        traits.append("title row")
    for _ in range(rnd.randrange(0, 3)):
        sheet.append([])
    heads = {name: rnd.choice(words) for name, words in HEADINGS.items()}
    if two_rows:
        top = [None if name is None else GROUPS[name][0] if name in GROUPS else heads[name] for name in placed]
        below = [GROUPS[name][1] if name in GROUPS else None for name in placed]  # type: ignore[index]
        for at in range(len(top) - 1, 0, -1):
            if top[at] is not None and top[at] == top[at - 1]:
                top[at] = None
                merges.append((len(sheet) + 1, at, len(sheet) + 1, at + 1))
        sheet += [[_cased(text, capitals) for text in top], [_cased(text, capitals) for text in below]]
    else:
        sheet.append([_cased(heads[name], capitals) if name else None for name in placed])
    places: dict[int, int] = {}
    skipped = 0
    for record in rows:
        if rnd.random() < 0.08:
            sheet.append([])
            traits.append("blank row")
        if rnd.random() < 0.05:
            first = next(at for at, name in enumerate(placed) if name)
            sheet.append([None] * first + [rnd.choice(["SUBTOTAL", "TOTAL MARZO", "Subtotal acta"])])
            skipped += 1
            traits.append("subtotal")
        sheet.append([None if name is None else _cell(record, name, dates, points, rnd) for name in placed])
        places[record["id"]] = len(sheet)
    return Variant(sheet, merges, places, expected, skipped, traits)


def _cased(text: str | None, capitals: str) -> str | None:
    if text is None or capitals == "as is":
        return text
    return text.upper() if capitals == "upper" else text.lower()


def _cell(record: Record, name: str, dates: str, points: str, rnd: random.Random) -> Any:
    value = record[name]
    if isinstance(value, date):
        return _dated(value, dates)
    if name == "progress" and value is not None:
        whole = percent(value)
        return {"fraction": whole / 100, "points": whole, "text": f"{whole}%"}[points]  # type: ignore[operator]
    if name == "state" and value and rnd.random() < 0.3:
        return rnd.choice([value.upper(), value.lower(), f" {value} "])
    if name in ("unit", "person", "project") and value and rnd.random() < 0.2:
        return f"{value}  " if rnd.random() < 0.5 else value.replace(" ", "  ", 1)
    return value


def _dated(day: date, style: str) -> Any:
    if style == "real":
        return day
    if style == "iso":
        return day.isoformat()
    if style == "words":
        return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"
    return day.strftime({"dd/mm/yyyy": "%d/%m/%Y", "dd-mm-yyyy": "%d-%m-%Y", "dd/mm/yy": "%d/%m/%y"}[style])


def _sheet(made: Variant) -> Sheet:
    from ecd_desktop.exchange.workbook import Merge

    plain = sheet_of(made.rows, "Matriz")
    return Sheet(plain.name, False, plain.rows, tuple(Merge(*corners) for corners in made.merges))


def _written(made: Variant, path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, values in enumerate(made.rows, 1):
        for column, value in enumerate(values, 1):
            if value is not None:
                cell = sheet.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    for top, left, bottom, right in made.merges:
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    book.save(path)
    return path


@pytest.mark.timeout(300)
def test_each_variant_comes_out_as_the_oracle_says(sqlite_store: Store, tmp_path: Path) -> None:
    bring(sqlite_store, MATRIX)
    seen: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    cells = 0
    for seed in range(VARIANTS):
        made = variant(seed)
        if seed % (VARIANTS // ON_DISK) == 0:
            book = importing.open_file(_written(made, tmp_path / f"{seed}.xlsx"))
            seen["on disk"] += 1
        else:
            book = opened(_sheet(made))
        plan = importing.propose(book, kind="action-items" if seed % 2 else None)
        assert plan.kind == "action-items", seed
        assert plan.ready, (seed, plan.questions, plan.missing)
        result = importing.preview(sqlite_store, plan)
        by_row = {line.row: line for line in result.lines}
        told = {item: by_row[place].outcome.value for item, place in made.places.items() if place in by_row}
        wrong = {item: (want, told.get(item)) for item, want in made.expected.outcome.items() if told.get(item) != want}
        assert not wrong, (seed, wrong, made.traits, [(c.letter, c.heading, c.field) for c in plan.columns])
        assert result.rows == len(made.expected.outcome), (seed, made.traits)
        assert result.skipped == made.skipped, (seed, made.traits)
        for item, want in made.expected.cells.items():
            changes = by_row[made.places[item]].changes
            assert len(changes) == want, (seed, item, changes)
            assert all(change.applied for change in changes)
            cells += want
        seen.update(set(made.traits))
        outcomes.update(told.values())
    # it really tried: every kind of change to the sheet, and every outcome, many times
    assert seen["on disk"] == ON_DISK
    for trait in TRIED:
        assert seen[trait] >= 7, (trait, seen)
    assert all(outcomes[word] >= 50 for word in ("same", "changed", "new", "duplicate", "refused")), outcomes
    assert cells >= 150
