"""Further editions of files, copied rows, clocks that stand wrong, and answers to what nobody has seen."""

from dataclasses import replace
from datetime import datetime

from db import inbox
from db.fields import Json, Key
from db.records import new_key
from db.records.action_items import Reach, State
from ecd_desktop import calendar
from ecd_desktop.parcels import About, Brought
from ecd_desktop.review import OURS, THEIRS, Answer, Kind
from ecd_desktop.services import action_items, reconciling, records
from tests.ecd_desktop.services.conftest import TODAY, Desk
from tests.ecd_desktop.services.returned import Workbook, copy_of

TEXT = "Reparar la losa del puente"


def proposed(book: Workbook, key: Key, **fields: Json) -> Brought:
    told = {"description": TEXT, "due_on": "2026-09-30"} | fields
    return replace(book.row(key, about=About.NEW, **told), words=TEXT)


def test_a_proposal_deleted_here_after_it_was_taken_over_is_asked_where_a_later_edition_changes_it(
    local_desk: Desk,
) -> None:
    store = local_desk.store
    book, key = Workbook(store).send(("action_items", local_desk.item())), new_key()
    reconciling.receive(store, book.parcel(proposed(book, key)))
    assert reconciling.apply(store).written == 1
    made = local_desk.read("action_items", key)
    records.delete(store, "action_items", [key])
    reconciling.receive(store, book.parcel(proposed(book, key)))
    assert reconciling.review(store).points == ()
    file, _new = reconciling.receive(store, book.parcel(proposed(book, key, progress=20, state="in_progress")))
    (point,) = reconciling.review(store).points
    assert point.open
    assert "deleted here" in point.reason
    reconciling.answer(store, file, {point.id: Answer(THEIRS)})
    before = local_desk.state()
    assert reconciling.apply(store).written == 1
    now = local_desk.read("action_items", key)
    assert (now["code"], now["state"], now["progress"]) == (made["code"], State.IN_PROGRESS, 20)
    local_desk.undo()
    assert local_desk.state() == before


def test_what_a_copy_made_and_we_deleted_is_asked_when_it_comes_home_changed(local_desk: Desk) -> None:
    store = local_desk.store
    copy, key = copy_of(store).send(("action_items", local_desk.item())), new_key()
    told: dict[str, Json] = {"name": "Parque inventado", "code": "PRY-2026-077", "state": "active"}
    reconciling.receive(store, copy.parcel(copy.row(key, entity="projects", about=About.NEW, **told)))
    assert reconciling.apply(store).written == 1
    made = local_desk.read("projects", key)
    records.delete(store, "projects", [key])
    again = copy.row(key, entity="projects", about=About.NEW, **told | {"name": "Parque inventado del norte"})
    file, _new = reconciling.receive(store, copy.parcel(again))
    (point,) = reconciling.review(store).points
    assert point.open
    reconciling.answer(store, file, {point.id: Answer(THEIRS)})
    reconciling.apply(store)
    now = local_desk.read("projects", key)
    assert (now["code"], now["name"]) == (made["code"], "Parque inventado del norte")


def test_a_spare_row_that_was_copied_with_its_text_is_asked_row_by_row_and_none_is_lost(local_desk: Desk) -> None:
    store = local_desk.store
    book, key = Workbook(store).send(("action_items", local_desk.item())), new_key()
    rows = [replace(proposed(book, key, due_on=day), twice=n) for n, day in ((1, "2026-09-30"), (2, "2026-10-30"))]
    file, _new = reconciling.receive(store, book.parcel(*rows))
    points = reconciling.review(store).points
    assert [(one.open, "copied" in one.reason) for one in points] == [(True, True)] * 2
    assert reconciling.apply(store).written == 0
    reconciling.answer(store, file, {one.id: Answer(THEIRS) for one in points})
    assert reconciling.apply(store).written == 2
    assert {str(one["due_on"]) for one in local_desk.all("action_items", description=TEXT)} == {
        "2026-09-30", "2026-10-30",
    }  # fmt: skip
    local_desk.undo()
    assert local_desk.all("action_items", description=TEXT) == []


def test_the_receipt_does_not_tell_of_an_internal_task_that_says_much_the_same(local_desk: Desk) -> None:
    store = local_desk.store
    unit = local_desk.new("organisations", name="EMAPE", acronym="EMAPE")
    local_desk.item(unit_id=unit, description=f"{TEXT} ya", reach=Reach.INTERNAL_TASK)
    book, key = Workbook(store).send(("action_items", local_desk.item())), new_key()
    file, _new = reconciling.receive(store, book.parcel(proposed(book, key)))
    (point,) = reconciling.review(store).points
    assert point.open
    assert "puente ya" in point.reason
    reconciling.answer(store, file, {point.id: Answer(OURS)})
    reconciling.apply(store)
    (line,) = reconciling.receipt(store, file).lines
    assert (line.words, line.reason) == (TEXT, "")


def test_an_answer_to_a_value_that_changed_since_it_was_shown_is_asked_again(local_desk: Desk) -> None:
    store, item = local_desk.store, local_desk.item()
    book = Workbook(store).send(("action_items", item))
    action_items.report_progress(store, [item], on=TODAY, progress=47)
    file, _new = reconciling.receive(store, book.parcel(book.row(item, progress=55)))
    (seen,) = reconciling.review(store).points
    action_items.report_progress(store, [item], on=TODAY, progress=80)
    (point,) = reconciling.answer(store, file, {seen.id: Answer(THEIRS, against=seen.against)}).points
    assert (point.open, point.asked_again) == (True, True)
    assert reconciling.apply(store).written == 0
    assert local_desk.read("action_items", item)["progress"] == 80
    reconciling.answer(store, file, {point.id: Answer(THEIRS, against=point.against)})
    assert reconciling.apply(store).written == 1


def test_what_was_saved_before_it_left_is_dated_today(local_desk: Desk) -> None:
    """A computer whose clock stands at its first day answers after all, and not years before the commitment."""
    today = datetime.now(calendar.LIMA).date()
    calendar.set_today(today)
    store, item = local_desk.store, local_desk.item()
    book = Workbook(store).send(("action_items", item))
    reconciling.receive(store, book.parcel(book.row(item, state="done", progress=100), day="1980-01-01"))
    assert [one.kind for one in reconciling.review(store).points] == [Kind.CLEAN] * 2
    reconciling.apply(store)
    assert local_desk.read("action_items", item)["reported_on"] == today
    assert [one["on"] for one in local_desk.all("progress_entries")] == [today]


def test_what_was_erased_is_in_no_receipt_and_in_nothing_that_waits(desk: Desk) -> None:
    store, secret = desk.store, "998 111 222"
    person = desk.new("people", given_names="Rosa Ficticia", family_names="Quispecondori")
    item = desk.item()
    copy = copy_of(store).send(("people", person), ("action_items", item))
    told = replace(copy.row(person, entity="people", phone=secret), words="Rosa Ficticia Quispecondori")
    beside = replace(copy.row(item, remarks="Lo ve ella"), note=f"llamar al {secret}")
    file, _new = reconciling.receive(store, copy.parcel(told, beside))
    reconciling.apply(store)
    assert secret in repr(reconciling.receipt(store, file))
    store.redact("people", person, ["phone", "family_names"])
    receipt = reconciling.receipt(store, file)
    assert "(erased)" in repr(receipt)
    with store.reading() as session:
        entry = inbox.entry(session, file)
    assert entry is not None
    for kept in (repr(receipt), repr(entry.parcel)):
        assert secret not in kept
        assert "Quispecondori" not in kept


def test_a_copied_row_that_asks_for_removal_is_asked_about_it_too(local_desk: Desk) -> None:
    store, item = local_desk.store, local_desk.item()
    book = Workbook(store).send(("action_items", item))
    rows = book.row(item, withdraw=True, twice=1), book.row(item, remarks="Otra", twice=2)
    file, _new = reconciling.receive(store, book.parcel(*rows))
    rows_of, removal = reconciling.review(store).points
    assert (rows_of.open, removal.kind, removal.answer) == (True, Kind.REMOVAL, OURS)
    reconciling.answer(store, file, {rows_of.id: Answer("row 2"), removal.id: Answer(THEIRS)})
    reconciling.apply(store)
    now = local_desk.read("action_items", item)
    assert (now["state"], now["remarks"]) == (State.CANCELLED, "Otra")
