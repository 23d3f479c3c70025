"""What holds for any table and any key: the counts add up, nothing is doubled, and each strategy keeps its word."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from db.records import ActionItem, Person
from db.store import Store
from ecd_desktop.exchange import importing
from ecd_desktop.exchange.import_result import Outcome, Result
from tests.ecd_desktop.exchange.import_samples import counts, opened, sheet_of

PURPOSE = "Padrón ficticio"
GIVEN = ("Rosa", "Diego", "Ana", "Julia", "Saúl", "Milagros", "Karina", "Marco", "Elena", "Paúl")
FAMILY = ("Quispe Mamani", "Rojas Luna", "Paz Ruiz", "Condori Apaza", "Cárdenas Vega", "Oré Poma", "Ticona Salas")
PEOPLE = ("Nombre", "DNI", "Correo", "Observaciones")
ITEMS = ("Código", "Compromiso", "Observaciones", "Medio de verificación")
WAYS = ("nonblank", "always", "fill")


class Sheet:
    """Random rows: some are copied with another word, some lose their key, some are of nobody known."""

    def __init__(self, rnd: random.Random, kind: str) -> None:
        self.rnd = rnd
        self.kind = kind
        names = [f"{given} {family}" for given in GIVEN for family in FAMILY]
        self.names = rnd.sample(names, 14)
        self.numbers = [f"{number:08d}" for number in rnd.sample(range(1, 10**8), 14)]

    def row(self, n: int) -> list[Any]:
        rnd = self.rnd
        if self.kind == "people":
            name, value = self.names[n], self.numbers[n]
        else:
            name, value = f"Entregar el informe ficticio de {self.names[n]} al comité", f"OBR-{n + 1:02d}"
        spelt = rnd.choice((name, name.upper(), f"  {name} "))
        return [
            spelt if self.kind == "people" else value.lower() if rnd.random() < 0.3 else value,
            (value.lstrip("0") if value.startswith("0") else value) if self.kind == "people" else spelt,
            rnd.choice((None, f"nota{rnd.randrange(6)}@ejemplo.pe" if self.kind == "people" else f"Nota {n}")),
            rnd.choice((None, None, f"Dato {rnd.randrange(4)}")),
        ]

    def rows(self) -> list[list[Any]]:
        rnd = self.rnd
        made = [self.row(n) for n in rnd.sample(range(14), rnd.randrange(5, 13))]
        key = 1 if self.kind == "people" else 0
        if rnd.random() < 0.5:
            made.append(list(rnd.choice(made)))
        if rnd.random() < 0.6:
            twice = list(rnd.choice(made))
            twice[3] = "Otra cosa"
            made.append(twice)
        if rnd.random() < 0.5:
            made[0][key], made[0][3] = None, "Sin clave"  # a cell alone would be a note and no row
        rnd.shuffle(made)
        return made


def brought(store: Store, sheet: Sheet, rows: list[list[Any]], strategies: dict[str, str]) -> Result:
    head = PEOPLE if sheet.kind == "people" else ITEMS
    plan = importing.propose_for(
        store, opened(sheet_of([head, *rows])), kind=sheet.kind, with_personal_data=PURPOSE, strategies=strategies,
        key="dni" if sheet.kind == "people" else "code",
    )  # fmt: skip
    previewed = importing.preview(store, plan)
    done = importing.apply(store, plan)
    assert counts(previewed) == counts(done)
    assert done.rows == len(rows)
    for line in done.lines:
        assert (line.outcome is Outcome.REFUSED) == bool(line.reason and line.of is None)
    return done


def told(store: Store, sheet: Sheet) -> dict[Any, tuple[Any, Any]]:
    """What the database says of the two columns that are no key and no name, by record."""
    with store.reading() as session:
        if sheet.kind == "people":
            return {one.id: (one.email, one.remarks) for one in session.query(Person)}
        return {one.id: (one.remarks, one.expected_evidence) for one in session.query(ActionItem)}


def values(store: Store, sheet: Sheet) -> Counter[Any]:
    with store.reading() as session:
        if sheet.kind == "people":
            return Counter(one.document_number for one in session.query(Person))
        return Counter(one.description for one in session.query(ActionItem))


@pytest.mark.parametrize("kind", ["people", "action-items"])
def test_any_table_merged_by_its_key_keeps_every_promise(store: Store, kind: str) -> None:
    tried: Counter[str] = Counter()
    rnd = random.Random(f"{kind} 5")
    columns = ("email", "remarks") if kind == "people" else ("remarks", "expected_evidence")
    sheet = Sheet(rnd, kind)
    for _history in range(12):
        rows = sheet.rows()
        ways = {name: rnd.choice(WAYS) for name in columns}
        before = told(store, sheet)
        result = brought(store, sheet, rows, ways)
        after = told(store, sheet)
        assert max(values(store, sheet).values(), default=1) == 1  # no update made a duplicate
        assert len(after) == len(before) + result.new
        keyed = Counter(str(row[1 if kind == "people" else 0]).lower().lstrip("0") for row in rows)
        for line in result.lines:
            tried[line.outcome.value] += 1
            row = rows[line.row - 2]
            mark = row[1 if kind == "people" else 0]
            if line.outcome is Outcome.REFUSED:
                tried["no key" if mark is None else "twice"] += 1
                assert mark is None or keyed[str(mark).lower().lstrip("0")] > 1
            if line.key is None or line.key not in before or line.outcome is Outcome.DUPLICATE:
                continue
            for place, name in enumerate(columns):
                was, now, cell = before[line.key][place], after[line.key][place], row[2 + place]
                if ways[name] == "always":
                    assert now == cell
                    tried["cleared"] += was is not None and now is None
                elif ways[name] == "fill":
                    assert now == (was if was is not None else cell)
                    tried["left"] += was is not None and cell not in (None, was)
                    tried["filled"] += was is None and now is not None
                else:
                    assert now in (was, cell)
                    assert now is not None or was is None
        position = store.seq
        again = brought(store, sheet, rows, ways)
        assert (again.new, again.changed) == (0, 0)
        assert (again.same, again.duplicate) == (result.new + result.changed + result.same, result.duplicate)
        assert store.seq == position
        if rnd.random() < 0.3 and result.tx_id is not None:
            assert not store.undo().conflicts
            assert told(store, sheet) == before
            tried["undone"] += 1
    assert store.verify() == []
    least = {"new": 10, "changed": 12, "same": 8, "duplicate": 3, "twice": 5, "no key": 2, "cleared": 2, "left": 3,
             "filled": 2, "undone": 1}  # fmt: skip
    assert {name: count for name, count in least.items() if tried[name] < count} == {}, dict(tried)
