"""Imports as they meet the world: two at once, invented data that says so, a done item that was blocked."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from db import exchange_log
from db.records import ActionItem
from db.store import Store
from ecd_desktop.calendar import set_today
from ecd_desktop.exchange import importing
from ecd_desktop.services import action_items as verbs

MATRIX = Path(__file__).parents[3] / "resources" / "samples" / "matriz_compromisos_2026.xlsx"


def brought(store: Store) -> importing.Result:
    return importing.apply(store, importing.propose_for(store, importing.open_file(MATRIX)))


def test_the_same_file_brought_by_two_at_once_is_brought_once(office_postgres_url: str) -> None:
    ready, results = threading.Barrier(2), {}

    def bring(who: str) -> None:
        store = Store.open(office_postgres_url, who=who)
        try:
            plan = importing.propose_for(store, importing.open_file(MATRIX))
            ready.wait(30)
            results[who] = importing.apply(store, plan)
        finally:
            store.close()

    workers = [threading.Thread(target=bring, args=(who,)) for who in ("Ana Ficticia", "Beto Ficticio")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(90)
    assert sorted(result.new for result in results.values()) == [0, 25]
    assert sorted(result.same for result in results.values()) == [0, 25]
    assert sorted(result.tx_id is None for result in results.values()) == [False, True]


def test_what_is_brought_from_a_workbook_of_invented_data_says_so_until_it_is_taken_back(
    office_url: str, open_store: Callable[..., Store]
) -> None:
    store = open_store(office_url)
    brought(store)
    with store.reading() as session:
        assert exchange_log.is_fictitious(session)
    store.undo()
    with store.reading() as session:
        assert not exchange_log.is_fictitious(session)


def test_a_commitment_that_a_sheet_calls_done_is_no_longer_blocked(
    office_url: str, open_store: Callable[..., Store], tmp_path: Path
) -> None:
    import openpyxl

    set_today(date(2026, 6, 1))
    store = open_store(office_url)
    brought(store)
    with store.reading() as session:
        wanted = select(ActionItem.id).where(ActionItem.description.startswith("Retirar desmonte"))
        key = session.execute(wanted).scalar_one()
    verbs.block(store, [key], since=date(2026, 5, 20), reason="Falta el volquete")
    book = openpyxl.load_workbook(MATRIX)
    for row in book["Matriz "].iter_rows():
        if str(row[4].value).startswith("Retirar desmonte"):
            row[8].value, row[9].value = 1, "Cumplido"
    book.save(tmp_path / "later.xlsx")
    result = importing.apply(store, importing.propose_for(store, importing.open_file(tmp_path / "later.xlsx")))
    assert (result.new, result.changed) == (0, 1)
    with store.reading() as session:
        item = session.get_one(ActionItem, key)
        assert (item.state.value, item.blocked_since, item.blocked_reason) == ("done", None, None)
        assert session.execute(select(func.count()).select_from(ActionItem)).scalar_one() == 25
    assert store.verify() == []
