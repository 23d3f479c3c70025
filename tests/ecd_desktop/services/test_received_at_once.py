"""Two people of one office who receive the same file at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from db.fields import Key
from db.store import Store
from ecd_desktop.services import reconciling
from tests.ecd_desktop.services.conftest import Desk
from tests.ecd_desktop.services.returned import Workbook


def test_the_same_file_received_by_two_at_once_waits_once_and_both_are_told(
    office_postgres_url: str, open_store: Callable[..., Store]
) -> None:
    store = open_store(office_postgres_url)
    item = Desk(store).item()
    book, both = Workbook(store).send(("action_items", item)), threading.Barrier(2)
    parcel = book.parcel(book.row(item, remarks="Falta la firma"))

    def receive(who: str) -> tuple[Key, bool]:
        own = Store.open(office_postgres_url, who=who)
        try:
            both.wait(30)
            return reconciling.receive(own, parcel)
        finally:
            own.close()

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(receive, ("Ana Ficticia", "Luis Ficticio"))
    assert one[0] == other[0]
    assert {one[1], other[1]} == {True, False}
    assert len(reconciling.review(store).files) == 1
