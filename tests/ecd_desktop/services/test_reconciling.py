"""Returned workbooks of commitments: what is clean, what is asked, what is written, what undo leaves."""

from datetime import date

import pytest

from db.exchange_log import out_with
from db.inbox import count_waiting
from db.records import new_key
from db.records.action_items import Channel, State
from db.records.projects import ProjectState
from db.store import Store
from ecd_desktop.errors import Expected
from ecd_desktop.parcels import About, Unread
from ecd_desktop.review import BASE, OTHER, OURS, THEIRS, Answer, Kind
from ecd_desktop.services import action_items, reconciling
from tests.ecd_desktop.services.conftest import TODAY, Desk
from tests.ecd_desktop.services.returned import Workbook

FILE_DAY = date(2026, 6, 8)


@pytest.fixture
def book(local_desk: Desk) -> Workbook:
    return Workbook(local_desk.store)


def test_a_reported_cumplido_is_taken_over_as_done_to_verify_with_its_log(local_desk: Desk, book: Workbook) -> None:
    store, item = local_desk.store, local_desk.item(unit_id=None)
    book.send(("action_items", item))
    adds = {"progress_entries.body": "Se pintó", "evidence.description": "Oficio 233-2026"}
    parcel = book.parcel(book.row(item, adds, state="done", progress=100))
    file, new = reconciling.receive(store, parcel)
    assert new
    seen = reconciling.review(store)
    assert [(point.kind, point.answer) for point in seen.points] == [(Kind.CLEAN, THEIRS)] * 4
    before = local_desk.state()
    done = reconciling.apply(store)
    assert (done.written, done.left, done.files) == (4, 0, (file,))
    now = local_desk.read("action_items", item)
    assert (now["state"], now["progress"], now["reported_on"]) == (State.DONE, 100, FILE_DAY)
    (entry,) = local_desk.all("progress_entries")
    assert (entry["body"], entry["channel"], entry["reported_by"]) == ("Se pintó", Channel.WORKBOOK, "EMAPE")
    assert local_desk.all("evidence")[0]["description"] == "Oficio 233-2026"
    with store.reading() as session:
        assert count_waiting(session) == 0
        assert out_with(session, "action_items", [item]) == {}
    assert reconciling.receive(store, parcel) == (file, False)
    assert reconciling.review(store).points == ()
    local_desk.undo()
    assert local_desk.state() == before
    assert reconciling.review(store).writing == 4
    store.redo()
    assert local_desk.read("action_items", item)["state"] is State.DONE
    assert reconciling.review(store).points == ()
    local_desk.undo()
    assert reconciling.apply(store).written == 4
    assert reconciling.review(store).files == ()
    local_desk.undo()
    assert local_desk.state() == before
    assert reconciling.review(store).writing == 4


def test_what_changed_on_both_sides_is_asked_and_says_who_and_when(local_desk: Desk, book: Workbook) -> None:
    store, item = local_desk.store, local_desk.item()
    book.send(("action_items", item))
    action_items.report_progress(store, [item], on=TODAY, progress=47)
    file, _new = reconciling.receive(store, book.parcel(book.row(item, progress=55)))
    (point,) = reconciling.review(store).points
    assert point.kind is Kind.DECIDE
    assert [(one.value, one.shown) for one in point.options] == [(BASE, "0"), (OURS, "47"), (THEIRS, "55")]
    assert point.options[1].hint.startswith("Prueba Ficticia")
    assert point.options[2].hint == "Compromisos!D5"
    assert reconciling.apply(store).tx_id is None
    assert local_desk.read("action_items", item)["progress"] == 47
    seen = reconciling.answer(store, file, {point.id: Answer(THEIRS)})
    assert (seen.open, seen.writing) == (0, 1)
    assert reconciling.apply(store).written == 1
    assert local_desk.read("action_items", item)["progress"] == 55


def test_what_is_here_already_needs_nothing_and_a_verified_one_stays_verified(
    local_desk: Desk, book: Workbook
) -> None:
    store, item = local_desk.store, local_desk.item()
    book.send(("action_items", item))
    action_items.complete(store, [item], on=TODAY)
    action_items.verify(store, [item], on=TODAY)
    file, _new = reconciling.receive(store, book.parcel(book.row(item, state="done", progress=100)))
    seen = reconciling.review(store)
    assert seen.points == ()
    assert seen.files[0].same == 2
    done = reconciling.apply(store)
    assert (done.tx_id, done.left, done.files) == (None, 0, (file,))
    assert reconciling.review(store).files == ()
    assert local_desk.read("action_items", item)["state"] is State.VERIFIED


def test_verified_can_only_be_said_by_the_team(local_desk: Desk, book: Workbook) -> None:
    store, item = local_desk.store, local_desk.item()
    book.send(("action_items", item))
    reconciling.receive(store, book.parcel(book.row(item, state="verified")))
    (point,) = reconciling.review(store).points
    assert point.options[-1].shown == "Done (to verify)"
    reconciling.apply(store)
    assert local_desk.read("action_items", item)["state"] is State.DONE


def test_a_state_that_does_not_follow_is_refused_with_its_sentence(local_desk: Desk, book: Workbook) -> None:
    store, item = local_desk.store, local_desk.item()
    book.send(("action_items", item))
    action_items.cancel(store, [item], on=TODAY, reason="Lo pidió el alcalde")
    file, _new = reconciling.receive(store, book.parcel(book.row(item, state="done")))
    (point,) = reconciling.review(store).points
    assert (point.kind, point.answer) == (Kind.DECIDE, "")
    assert "cannot become" in point.options[-1].refused
    with pytest.raises(Expected, match="cannot become"):
        reconciling.answer(store, file, {point.id: Answer(THEIRS)})
    reconciling.answer(store, file, {point.id: Answer(OURS)})
    assert reconciling.apply(store).left == 0


def test_a_new_date_moves_the_due_date_with_its_reason_and_without_one_it_is_refused(
    local_desk: Desk, book: Workbook
) -> None:
    store, item, other = local_desk.store, local_desk.item(), local_desk.item()
    book.send(("action_items", item), ("action_items", other))
    with_reason = {"reschedules.due_after": "2026-07-15", "reschedules.reason": "Permiso pendiente"}
    file, _new = reconciling.receive(
        store, book.parcel(book.row(item, with_reason), book.row(other, {"reschedules.due_after": "2026-07-20"}))
    )
    clean, refused = reconciling.review(store).points
    assert (clean.kind, clean.label, clean.note) == (Kind.CLEAN, "Proposed new date", "Permiso pendiente")
    assert refused.kind is Kind.DECIDE
    assert "without a reason" in refused.options[-1].refused
    done = reconciling.apply(store)
    assert (done.written, done.left) == (1, 1)
    assert local_desk.read("action_items", item)["due_on"] == date(2026, 7, 15)
    (moved,) = local_desk.all("reschedules")
    assert (moved["due_before"], moved["reason"]) == (date(2026, 6, 30), "Permiso pendiente")
    (left,) = reconciling.review(store).points
    assert left.id == refused.id
    reconciling.answer(store, file, {left.id: Answer(OURS)})
    assert reconciling.apply(store).left == 0
    assert reconciling.review(store).files == ()


def test_a_new_row_becomes_a_commitment_of_its_sender_with_a_code(local_desk: Desk, book: Workbook) -> None:
    store, key = local_desk.store, new_key()
    (emape,) = [unit for unit in local_desk.all("organisations") if unit["acronym"] == "EMAPE"]
    book.send()
    row = book.row(
        key, {"progress_entries.body": "Ya empezamos"}, about=About.NEW, description="Reparar la rampa",
        due_on="2026-09-30", state="in_progress", progress=10,
    )  # fmt: skip
    reconciling.receive(store, book.parcel(row))
    (point,) = reconciling.review(store).points
    assert (point.kind, point.answer) == (Kind.NEW, THEIRS)
    assert "Reparar la rampa" in point.options[0].shown
    reconciling.apply(store)
    made = local_desk.read("action_items", key)
    assert made["code"].startswith("COM-2026-")
    assert (made["unit_id"], made["due_original"], made["progress"]) == (emape["id"], date(2026, 9, 30), 10)
    assert local_desk.all("progress_entries")[0]["body"] == "Ya empezamos"
    again = book.row(key, about=About.NEW, description="Reparar la rampa", due_on="2026-09-30", state="in_progress",
                     progress=30)  # fmt: skip
    reconciling.receive(store, book.parcel(again))
    (news,) = reconciling.review(store).points
    assert (news.label, news.kind) == ("Progress (%)", Kind.CLEAN)


def test_a_new_row_that_says_what_is_promised_already_is_asked_and_a_bad_one_cannot_be_taken(
    local_desk: Desk, book: Workbook
) -> None:
    (emape,) = [unit for unit in local_desk.all("organisations") if unit["acronym"] == "EMAPE"]
    local_desk.item(description="Reparar la rampa del parque Huáscar", unit_id=emape["id"])
    book.send()
    same = book.row(new_key(), about=About.NEW, description="Reparar la rampa del parque Huascar")
    bad = book.row(new_key(), about=About.NEW, progress=20)
    reconciling.receive(local_desk.store, book.parcel(same, bad))
    asked, wrong = reconciling.review(local_desk.store).points
    assert (asked.kind, asked.answer) == (Kind.DECIDE, "")
    assert "COM-2026-001" in asked.reason
    assert (wrong.kind, wrong.answer) == (Kind.NEW, OURS)
    assert "needed" in wrong.options[0].refused


def test_a_wish_to_withdraw_is_only_taken_when_somebody_says_so(local_desk: Desk, book: Workbook) -> None:
    store, item = local_desk.store, local_desk.item()
    book.send(("action_items", item))
    file, _new = reconciling.receive(store, book.parcel(book.row(item, withdraw=True, note="Es de SERPAR")))
    (point,) = reconciling.review(store).points
    assert (point.kind, point.answer) == (Kind.REMOVAL, OURS)
    reconciling.answer(store, file, {point.id: Answer(THEIRS)})
    reconciling.apply(store)
    now = local_desk.read("action_items", item)
    assert (now["state"], now["state_reason"]) == (State.CANCELLED, "Asked by EMAPE: Es de SERPAR")


def test_what_was_not_answered_or_not_read_is_told_and_not_written(local_desk: Desk, book: Workbook) -> None:
    store, item, other = local_desk.store, local_desk.item(), local_desk.item()
    book.send(("action_items", item), ("action_items", other))
    unread = Unread("unreadable", "Compromisos!D5", "casi listo", "No such state.", "action_items", item, "state")
    held = Unread("held", "Compromisos!A1", "", "Keys and rows do not fit.")
    file, _new = reconciling.receive(store, book.parcel(missing=(other,), unread=(unread, held)))
    kinds = {point.kind: point for point in reconciling.review(store).points}
    assert set(kinds) == {Kind.UNREADABLE, Kind.MISSING, Kind.HELD}
    assert "casi listo" in kinds[Kind.UNREADABLE].reason
    done = reconciling.apply(store)
    assert (done.tx_id, done.written, done.left) == (None, 0, 0)
    told = reconciling.receipt(store, file)
    assert [line.fate.value for line in told.lines] == ["unreadable", "held", "missing"]


def test_a_row_that_stands_twice_is_one_question(local_desk: Desk, book: Workbook) -> None:
    store, item = local_desk.store, local_desk.item()
    book.send(("action_items", item))
    rows = (book.row(item, twice=1, progress=20), book.row(item, twice=2, progress=60, description="Pintar otra cosa"))
    file, _new = reconciling.receive(store, book.parcel(*rows))
    (point,) = reconciling.review(store).points
    assert [one.value for one in point.options] == ["row 1", "row 2", OURS, "new"]
    assert point.options[0].label == "Row 9"
    reconciling.answer(store, file, {point.id: Answer("new")})
    assert reconciling.apply(store).written == 1
    assert local_desk.read("action_items", item)["progress"] == 20
    (twin,) = [one for one in local_desk.all("action_items") if one["id"] != item]
    assert (twin["description"], twin["progress"], twin["due_on"]) == ("Pintar otra cosa", 60, date(2026, 6, 30))


def test_a_value_of_ones_own_is_read_by_its_field_and_checked(local_desk: Desk, book: Workbook) -> None:
    store, item = local_desk.store, local_desk.item()
    book.send(("action_items", item))
    file, _new = reconciling.receive(store, book.parcel(book.row(item, progress=55)))
    (point,) = reconciling.review(store).points
    assert point.editable
    for wrong in ("mucho", "130"):
        with pytest.raises(Expected):
            reconciling.answer(store, file, {point.id: Answer(OTHER, wrong)})
    (typed,) = reconciling.answer(store, file, {point.id: Answer(OTHER, "50 %")}).points
    assert (typed.answer, typed.typed) == (OTHER, "50")
    reconciling.apply(store)
    assert local_desk.read("action_items", item)["progress"] == 50


def test_an_answer_is_asked_again_where_the_record_changed_since(local_desk: Desk, book: Workbook) -> None:
    store, item = local_desk.store, local_desk.item()
    book.send(("action_items", item))
    action_items.report_progress(store, [item], on=TODAY, progress=47)
    file, _new = reconciling.receive(store, book.parcel(book.row(item, progress=55)))
    (point,) = reconciling.review(store).points
    reconciling.answer(store, file, {point.id: Answer(THEIRS)})
    action_items.report_progress(store, [item], on=TODAY, progress=48)
    done = reconciling.apply(store)
    assert (done.tx_id, done.written, done.left, done.again) == (None, 0, 1, 1)
    (again,) = reconciling.review(store).points
    assert again.asked_again
    assert again.answer == ""
    assert local_desk.read("action_items", item)["progress"] == 48


def test_two_departments_that_say_different_things_of_one_field_meet_as_a_question(local_desk: Desk) -> None:
    store, item = local_desk.store, local_desk.item()
    one, two = (Workbook(store, name).send(("action_items", item)) for name in ("EMAPE", "SERPAR"))
    reconciling.receive(store, one.parcel(one.row(item, progress=30, remarks="Igual")))
    second, _new = reconciling.receive(store, two.parcel(two.row(item, progress=60, remarks="Igual")))
    seen = reconciling.review(store)
    assert [point.kind for point in seen.points] == [Kind.CLEAN, Kind.CLEAN, Kind.DECIDE]
    question = seen.points[2]
    assert [option.shown for option in question.options] == ["0", "30", "60"]
    assert "EMAPE" in question.options[1].hint
    reconciling.answer(store, second, {question.id: Answer(THEIRS)})
    done = reconciling.apply(store)
    assert (done.written, done.left) == (3, 0)
    assert local_desk.read("action_items", item)["progress"] == 60
    assert [entry["progress"] for entry in local_desk.all("progress_entries")] == [30, 60]
    local_desk.undo()
    assert len(reconciling.review(store).files) == 2


def test_a_second_edition_brings_only_its_news_and_what_was_taken_back_is_asked(
    local_desk: Desk, book: Workbook
) -> None:
    store, item = local_desk.store, local_desk.item()
    book.send(("action_items", item))
    reconciling.receive(store, book.parcel(book.row(item, progress=30, remarks="Falta el permiso")))
    reconciling.apply(store)
    reconciling.receive(store, book.parcel(book.row(item, progress=60, remarks="Falta el permiso")))
    (news,) = reconciling.review(store).points
    assert (news.label, news.kind) == ("Progress (%)", Kind.CLEAN)
    reconciling.apply(store)
    reconciling.receive(store, book.parcel(book.row(item, progress=60)))
    (back,) = reconciling.review(store).points
    assert (back.label, back.kind, back.options[-1].shown) == ("Remarks", Kind.DECIDE, "")


def test_all_of_a_column_a_file_or_a_kind_are_answered_at_once(local_desk: Desk, book: Workbook) -> None:
    store, items = local_desk.store, [local_desk.item() for _n in range(3)]
    book.send(*(("action_items", item) for item in items))
    action_items.report_progress(store, items, on=TODAY, progress=47)
    reconciling.receive(
        store, book.parcel(*(book.row(item, progress=55, remarks=f"Nota {n}") for n, item in enumerate(items)))
    )
    assert reconciling.answer_all(store, answer=THEIRS, field="progress").open == 0
    seen = reconciling.answer_all(store, answer=OURS, kind=Kind.CLEAN)
    assert seen.writing == 3
    assert reconciling.answer_all(store, answer="").open == 3


def test_a_discarded_file_is_gone_until_it_comes_again(local_desk: Desk, book: Workbook) -> None:
    store, item = local_desk.store, local_desk.item()
    book.send(("action_items", item))
    parcel = book.parcel(book.row(item, progress=55))
    file, _new = reconciling.receive(store, parcel)
    reconciling.discard(store, file)
    assert reconciling.review(store).files == ()
    assert reconciling.receive(store, parcel) == (file, False)
    assert reconciling.review(store).writing == 1


def test_the_receipt_says_what_was_taken_what_not_and_why(local_desk: Desk, book: Workbook) -> None:
    store, item, other = local_desk.store, local_desk.item(), local_desk.item()
    book.send(("action_items", item), ("action_items", other))
    action_items.report_progress(store, [other], on=TODAY, progress=47)
    file, _new = reconciling.receive(store, book.parcel(book.row(item, state="done"), book.row(other, progress=55)))
    question = reconciling.review(store).of(Kind.DECIDE)[0]
    reconciling.answer(store, file, {question.id: Answer(OURS)})
    reconciling.apply(store)
    told = reconciling.receipt(store, file)
    assert [(line.fate.value, line.label, line.said, line.stands) for line in told.lines] == [
        ("taken", "State", "done", "Done (to verify)"),
        ("declined", "Progress (%)", "55\N{NO-BREAK SPACE}%", "47\N{NO-BREAK SPACE}%"),
    ]
    assert (told.sender, told.open) == ("EMAPE", False)


def test_nothing_is_kept_of_an_answer_to_a_file_that_is_done(local_desk: Desk, book: Workbook) -> None:
    store: Store = local_desk.store
    item = local_desk.item()
    book.send(("action_items", item))
    file, _new = reconciling.receive(store, book.parcel(book.row(item, progress=55)))
    (point,) = reconciling.review(store).points
    reconciling.apply(store)
    assert reconciling.answer(store, file, {point.id: Answer(OURS)}).points == ()


def test_a_project_that_is_reported_as_ended_has_its_day(local_desk: Desk, book: Workbook) -> None:
    store = local_desk.store
    paused = local_desk.new("projects", name="Ruta segura", state=ProjectState.PAUSED, state_reason="Sin permiso")
    ended = local_desk.new("projects", name="Wawaparque")
    book.send(("projects", paused), ("projects", ended))
    rows = (book.row(paused, entity="projects", state="active"), book.row(ended, entity="projects", state="closed"))
    reconciling.receive(store, book.parcel(*rows))
    reconciling.apply(store)
    assert local_desk.read("projects", paused)["state_reason"] is None
    assert local_desk.read("projects", ended)["closed_on"] == FILE_DAY


def test_what_follows_from_a_state_does_not_touch_what_is_asked(local_desk: Desk, book: Workbook) -> None:
    store, item = local_desk.store, local_desk.item()
    book.send(("action_items", item))
    action_items.report_progress(store, [item], on=TODAY, progress=47)
    reconciling.receive(store, book.parcel(book.row(item, remarks="Casi", progress=80)))
    other = Workbook(store, "SERPAR").send(("action_items", item))
    reconciling.receive(store, other.parcel(other.row(item, state="done", progress=90)))
    first, second = (point for point in reconciling.review(store).points if point.field == "progress")
    assert (first.kind, second.kind) == (Kind.DECIDE, Kind.CLEAN)
    reconciling.answer_all(store, answer=OURS, field="progress")
    reconciling.apply(store)
    now = local_desk.read("action_items", item)
    assert (now["state"], now["progress"]) == (State.DONE, 47)
