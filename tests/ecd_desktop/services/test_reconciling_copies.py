"""Laptop copies that came home: whole records, codes, parts and links; two people who confirm at once."""

import threading
from collections.abc import Callable
from datetime import date

import pytest

from db.exchange_log import COPY
from db.fields import Key
from db.merge import Wish
from db.records import ActionItem, new_key
from db.records.action_items import State
from db.store import Store
from db.work import Work
from ecd_desktop.parcels import About, Brought, Cell
from ecd_desktop.review import OURS, THEIRS, Answer, Kind
from ecd_desktop.services import action_items, reconciling, records, taking_over
from tests.ecd_desktop.services.conftest import TODAY, Desk
from tests.ecd_desktop.services.returned import Workbook, tables


def new_item(key: Key, code: str, text: str = "Nueva", **links: str) -> Brought:
    """A commitment made on a laptop."""
    values = {
        "code": code, "description": text, "reach": "commitment", "origin": "team", "priority": "low", "progress": 0,
        "state": "pending", "physical_works": False, "agreed_on": "2026-06-02", **links,
    }  # fmt: skip
    return Brought("action_items", key, About.NEW, code, text, fields={name: Cell(v) for name, v in values.items()})


def new_entry(key: Key, item: Key, body: str) -> Brought:
    values = {"action_item_id": str(item), "on": "2026-06-03", "progress": 10, "state": "in_progress", "body": body,
              "channel": "program"}  # fmt: skip
    return Brought("progress_entries", key, About.NEW, fields={name: Cell(value) for name, value in values.items()})


def laptop(desk: Desk, whom: str, *places: tuple[str, Key]) -> Workbook:
    return Workbook(desk.store, whom, COPY).send(*places)


def test_codes_given_on_two_laptops_are_given_anew_in_their_order(desk: Desk) -> None:
    store = desk.store
    desk.item()  # COM-2026-001
    one, two = laptop(desk, "Ana"), laptop(desk, "Rafael")
    keys = [new_key() for _n in range(4)]
    parcel = one.parcel(new_item(keys[0], "COM-2026-003"), new_item(keys[1], "COM-2026-002"),
                        new_entry(new_key(), keys[0], "Empezado"))  # fmt: skip
    reconciling.receive(store, parcel)
    reconciling.receive(store, two.parcel(new_item(keys[2], "COM-2026-002"), new_item(keys[3], "COM-2026-003")))
    before = tables(store)
    done = reconciling.apply(store)
    assert done.written == 5
    codes = [desk.read("action_items", key)["code"] for key in keys]
    assert sorted(codes) == ["COM-2026-002", "COM-2026-003", "COM-2026-004", "COM-2026-005"]
    assert done.renumbered
    assert reconciling.receive(store, parcel)[1] is False
    assert reconciling.review(store).points == ()
    written = tables(store)
    assert store.undo().conflicts == ()
    assert tables(store) == before
    assert store.redo().conflicts == ()
    assert tables(store) == written  # a code that was given comes back, and no other


def test_a_new_record_is_left_out_with_what_belongs_to_it(local_desk: Desk) -> None:
    store, book, key = local_desk.store, laptop(local_desk, "Ana"), new_key()
    file, _new = reconciling.receive(
        store, book.parcel(new_entry(new_key(), key, "Empezado"), new_item(key, "COM-2026-001"))
    )
    entry, item = reconciling.review(store).points
    assert (entry.answer, item.answer) == (THEIRS, THEIRS)
    reconciling.answer(store, file, {item.id: Answer(OURS)})
    entry, item = reconciling.review(store).points
    assert (entry.answer, item.answer) == (OURS, OURS)
    assert "not here" in entry.reason
    assert reconciling.apply(store).tx_id is None


def test_what_was_deleted_there_goes_with_its_parts_unless_it_was_touched_here(local_desk: Desk) -> None:
    store, items = local_desk.store, [local_desk.item(), local_desk.item()]
    for item in items:
        action_items.report_progress(store, [item], on=TODAY, progress=10)
    entries = [entry["id"] for entry in local_desk.all("progress_entries")]
    book = laptop(local_desk, "Ana", *(("action_items", key) for key in items))
    gone = [Brought("action_items", key, About.DELETED) for key in items]
    gone += [Brought("progress_entries", key, About.DELETED) for key in entries]
    action_items.set_priority(store, [items[1]], priority=action_items.Priority.HIGH)
    file, _new = reconciling.receive(store, book.parcel(*gone))
    clean, asked = reconciling.review(store).points
    assert (clean.kind, asked.kind) == (Kind.CLEAN, Kind.DECIDE)
    reconciling.answer(store, file, {asked.id: Answer(OURS)})
    assert reconciling.apply(store).written == 1
    assert [row["id"] for row in local_desk.all("action_items")] == [items[1]]
    assert len(local_desk.all("progress_entries")) == 1
    assert reconciling.review(store).points == ()


def test_what_was_deleted_here_and_edited_there_can_come_back_with_its_parts(local_desk: Desk) -> None:
    store, item = local_desk.store, local_desk.item()
    action_items.report_progress(store, [item], on=TODAY, progress=10)
    book = laptop(local_desk, "Ana", ("action_items", item))
    records.delete(store, "action_items", [item])
    file, _new = reconciling.receive(store, book.parcel(book.row(item, remarks="Sigue")))
    (point,) = reconciling.review(store).points
    assert point.kind is Kind.DECIDE
    assert point.options[0].shown == "Deleted"
    reconciling.answer(store, file, {point.id: Answer(THEIRS)})
    reconciling.apply(store)
    back = local_desk.read("action_items", item)
    assert (back["remarks"], back["code"], back["progress"]) == ("Sigue", "COM-2026-001", 10)
    assert len(local_desk.all("progress_entries")) == 1


def test_a_group_is_one_question_and_a_link_is_read_by_its_name(local_desk: Desk) -> None:
    store, item = local_desk.store, local_desk.item()
    units = {unit["acronym"]: unit["id"] for unit in local_desk.all("organisations")}
    book = laptop(local_desk, "Ana", ("action_items", item))
    action_items.complete(store, [item], on=TODAY)
    action_items.assign(store, [item], unit=units["EMAPE"])
    cancelled = {
        name: book.handed["action_items", item][name]
        for name in ("reported_on", "verified_on", "verified_by", "transferred_to_id")
    }
    file, _new = reconciling.receive(store, book.parcel(
        book.row(item, state="cancelled", state_reason="Ya no hace falta", unit_id=str(units["GPV"]), **cancelled)
    ))  # fmt: skip
    group, link = reconciling.review(store).points
    assert link.options[1].shown.startswith("Empresa Municipal Administradora de Peaje")
    assert group.id.endswith("/@state")
    assert "Ya no hace falta" in group.options[2].shown
    reconciling.answer(store, file, {link.id: Answer(THEIRS), group.id: Answer(THEIRS)})
    reconciling.apply(store)
    now = local_desk.read("action_items", item)
    assert (now["unit_id"], now["state"], now["reported_on"]) == (units["GPV"], State.CANCELLED, None)


def test_a_second_return_continues_where_the_first_ended(desk: Desk) -> None:
    store, item, made = desk.store, desk.item(), new_key()
    book = laptop(desk, "Ana", ("action_items", item))
    first = book.parcel(book.row(item, remarks="Uno"), new_item(made, "COM-2026-002"))
    reconciling.receive(store, first)
    assert reconciling.apply(store).written == 2
    later = new_item(made, "COM-2026-002", "Nueva, con otro texto")
    reconciling.receive(store, book.parcel(book.row(item, remarks="Dos"), later))
    seen = reconciling.review(store)
    assert [(point.field, point.kind) for point in seen.points] == [
        ("remarks", Kind.CLEAN), ("description", Kind.CLEAN),
    ]  # fmt: skip
    reconciling.apply(store)
    assert desk.read("action_items", made)["description"] == "Nueva, con otro texto"
    assert desk.read("action_items", item)["remarks"] == "Dos"


def test_two_who_confirm_at_once_make_one_set_of_changes(
    office_postgres_url: str, open_store: Callable[..., Store]
) -> None:
    ana = open_store(office_postgres_url, who="Ana")
    items = [Desk(ana).item() for _n in range(5)]
    book = Workbook(ana).send(*(("action_items", item) for item in items))
    reconciling.receive(ana, book.parcel(*(book.row(item, progress=30, state="in_progress") for item in items)))
    found: list[reconciling.Applied] = []
    ready = threading.Barrier(2)

    def confirm(who: str) -> None:
        store = Store.open(office_postgres_url, who=who)
        try:
            ready.wait(30)
            found.append(reconciling.apply(store))
        finally:
            store.close()

    threads = [threading.Thread(target=confirm, args=(who,)) for who in ("Ana", "Rafael")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(one.written for one in found) == [0, 10]
    assert [one.tx_id is None for one in found].count(True) == 1
    assert len(Desk(ana).all("progress_entries")) == 5
    assert sum(step.kind == "merge" for step in ana.activity()) == 1
    assert ana.verify() == []


def test_an_edit_that_comes_between_the_review_and_the_confirmation_is_asked_again(
    office_postgres_url: str, open_store: Callable[..., Store]
) -> None:
    ana, rafael = (open_store(office_postgres_url, who=who) for who in ("Ana", "Rafael"))
    desk = Desk(ana)
    item, other = desk.item(), desk.item()
    book = Workbook(ana).send(("action_items", item), ("action_items", other))
    rows = (book.row(item, due_on="2026-07-01"), book.row(other, remarks="Va bien"))
    reconciling.receive(ana, book.parcel(*rows))
    assert reconciling.review(ana).open == 0
    with rafael.change("Edit") as work:
        work.get(ActionItem, item).due_on = date(2026, 8, 1)
    done = reconciling.apply(ana)
    assert (done.written, done.left) == (1, 1)
    assert desk.read("action_items", item)["due_on"] == date(2026, 8, 1)
    assert desk.read("action_items", other)["remarks"] == "Va bien"


def test_a_save_that_comes_into_the_confirmation_is_seen_and_asked_about(
    office_postgres_url: str, open_store: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, rafael = (open_store(office_postgres_url, who=who) for who in ("Ana", "Rafael"))
    desk = Desk(ana)
    item, other = desk.item(), desk.item()
    book = Workbook(ana).send(("action_items", item), ("action_items", other))
    reconciling.receive(ana, book.parcel(book.row(item, remarks="De ellos"), book.row(other, remarks="Va bien")))
    write, came = taking_over._write, [True]

    def interrupted(work: Work, wishes: list[Wish]) -> None:
        if came and came.pop():
            with rafael.change("Edit") as other_work:
                other_work.get(ActionItem, item).remarks = "De Rafael"
        write(work, wishes)

    monkeypatch.setattr(taking_over, "_write", interrupted)
    done = reconciling.apply(ana)
    assert (done.written, done.left) == (1, 1)
    assert desk.read("action_items", item)["remarks"] == "De Rafael"
    assert desk.read("action_items", other)["remarks"] == "Va bien"
    (asked,) = reconciling.review(ana).points
    assert [option.shown for option in asked.options] == ["", "De Rafael", "De ellos"]
