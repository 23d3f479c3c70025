"""Verbs of action items: every step logs itself, refuses what does not follow, and can be undone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from db.errors import Invalid
from db.fields import Key
from db.records.action_items import FOLLOWS, Priority, Reach, State
from ecd_desktop import calendar
from ecd_desktop.errors import Expected
from ecd_desktop.services import action_items, records, reference

ON = date(2026, 6, 9)
Verb = Callable[[Any, list[Key]], None]
GDU = reference.key_of("organisations", "gdu")
IMP = reference.key_of("organisations", "imp")

FROM: dict[str, State] = {
    "report_progress": State.PENDING, "start": State.PENDING, "issue": State.DRAFT, "complete": State.IN_PROGRESS,
    "verify": State.DONE, "observe": State.DONE, "reopen": State.VERIFIED, "cancel": State.PENDING,
    "transfer": State.IN_PROGRESS, "reschedule": State.PENDING, "block": State.PENDING, "assign": State.PENDING,
    "set_priority": State.PENDING, "delete": State.PENDING,
}  # fmt: skip
VERBS: dict[str, Verb] = {
    "report_progress": lambda s, k: action_items.report_progress(s, k, on=ON, progress=40, body="Va"),
    "start": lambda s, k: action_items.start(s, k, on=ON),
    "issue": lambda s, k: action_items.issue(s, k, on=ON),
    "complete": lambda s, k: action_items.complete(s, k, on=ON, evidence="Oficio 1"),
    "verify": lambda s, k: action_items.verify(s, k, on=ON),
    "observe": lambda s, k: action_items.observe(s, k, on=ON, reason="Falta la foto"),
    "reopen": lambda s, k: action_items.reopen(s, k, on=ON, reason="No era"),
    "cancel": lambda s, k: action_items.cancel(s, k, on=ON, reason="Lo decide la mesa"),
    "transfer": lambda s, k: action_items.transfer(s, k, on=ON, to=IMP, reason="Le toca"),
    "reschedule": lambda s, k: action_items.reschedule(s, k, due_on=date(2026, 7, 15), reason="Lluvia", on=ON),
    "block": lambda s, k: action_items.block(s, k, since=ON, reason="Sin permiso", unblocker=GDU),
    "assign": lambda s, k: action_items.assign(s, k, unit=GDU),
    "set_priority": lambda s, k: action_items.set_priority(s, k, priority=Priority.HIGH),
    "delete": lambda s, k: action_items.delete(s, k),
}
LOGGED = set(VERBS) - {"reschedule", "assign", "set_priority", "delete"}


def in_state(desk: Any, state: State) -> Key:
    """An item that has come to a state by its own road."""
    key: Key = desk.item(state=State.DRAFT) if state is State.DRAFT else desk.item()
    if state in (State.IN_PROGRESS, State.DONE, State.VERIFIED):
        action_items.start(desk.store, [key], on=date(2026, 6, 3))
    if state in (State.DONE, State.VERIFIED):
        action_items.complete(desk.store, [key], on=date(2026, 6, 5))
    if state is State.VERIFIED:
        action_items.verify(desk.store, [key], on=date(2026, 6, 8))
    return key


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_can_be_undone_and_redone(verb: str, desk: Any) -> None:
    keys = [in_state(desk, FROM[verb]), in_state(desk, FROM[verb])]
    before = desk.state()
    VERBS[verb](desk.store, keys)
    after = desk.state()
    assert after != before
    assert desk.store.verify() == []
    desk.undo()
    assert desk.state() == before
    desk.store.redo()
    assert desk.state() == after


@pytest.mark.parametrize("verb", sorted(LOGGED))
def test_what_changes_state_or_progress_is_logged_on_the_day_of_the_fact(verb: str, local_desk: Any) -> None:
    key = in_state(local_desk, FROM[verb])
    earlier = len(local_desk.all("progress_entries", action_item_id=key))
    VERBS[verb](local_desk.store, [key])
    item, entries = local_desk.read("action_items", key), local_desk.all("progress_entries", action_item_id=key)
    assert len(entries) == earlier + 1
    newest = entries[-1]
    assert (newest["on"], newest["state"], newest["progress"]) == (ON, item["state"], item["progress"])
    assert newest["reported_by"] == local_desk.store.who


def test_new_items_get_codes_in_the_series_of_the_year_they_were_agreed(desk: Any) -> None:
    keys = [
        desk.item(),
        desk.item(agreed_on=date(2025, 12, 1)),
        desk.item(agreed_on=None),
        desk.item(code="COM-2026-040"),
    ]
    keys.append(desk.item())
    codes = [desk.read("action_items", key)["code"] for key in keys]
    assert codes == ["COM-2026-001", "COM-2025-001", "COM-2026-002", "COM-2026-040", "COM-2026-041"]


def test_a_code_that_another_item_has_is_refused(desk: Any) -> None:
    desk.item(code="COM-2026-007")
    with pytest.raises(Invalid) as refusal:
        desk.item(code="COM-2026-007")
    assert [problem.field for problem in refusal.value.problems] == ["code"]


def test_the_first_due_date_is_also_the_original_one(desk: Any) -> None:
    key = desk.item()
    assert desk.read("action_items", key)["due_original"] == date(2026, 6, 30)
    assert desk.all("reschedules") == []


def test_reporting_done_stops_the_clock_and_frees_what_was_blocked(local_desk: Any) -> None:
    key = in_state(local_desk, State.IN_PROGRESS)
    action_items.block(local_desk.store, [key], since=ON, reason="Sin permiso")
    action_items.complete(local_desk.store, [key], on=ON, evidence="Oficio 233-2026")
    item = local_desk.read("action_items", key)
    assert (item["state"], item["progress"], item["reported_on"]) == (State.DONE, 100, ON)
    assert item["blocked_since"] is item["blocked_reason"] is None
    assert [one["description"] for one in local_desk.all("evidence", action_item_id=key)] == ["Oficio 233-2026"]


def test_verifying_says_who_and_when_and_needs_something_done(desk: Any) -> None:
    key = in_state(desk, State.IN_PROGRESS)
    with pytest.raises(Expected) as refusal:
        action_items.verify(desk.store, [key], on=ON)
    assert "COM-2026-001" in refusal.value.message
    assert "Done (to verify)" in refusal.value.remedy
    action_items.complete(desk.store, [key], on=ON)
    action_items.verify(desk.store, [key], on=ON, by="Coordinación")
    item = desk.read("action_items", key)
    assert (item["verified_on"], item["verified_by"], item["reported_on"]) == (ON, "Coordinación", ON)


def test_one_item_that_does_not_fit_keeps_all_of_them_as_they_were(desk: Any) -> None:
    keys = [in_state(desk, State.IN_PROGRESS), in_state(desk, State.VERIFIED)]
    before = desk.state()
    with pytest.raises(Expected):
        action_items.complete(desk.store, keys, on=ON)
    assert desk.state() == before


def test_steps_that_do_not_follow_are_refused_by_name(local_desk: Any) -> None:
    tried = 0
    for state in (State.DRAFT, State.PENDING, State.IN_PROGRESS, State.DONE, State.VERIFIED):
        key = in_state(local_desk, state)
        steps = {"start": State.IN_PROGRESS, "complete": State.DONE, "verify": State.VERIFIED,
                 "observe": State.OBSERVED, "cancel": State.CANCELLED, "transfer": State.TRANSFERRED}  # fmt: skip
        for verb, wanted in steps.items():
            if wanted not in FOLLOWS[state]:
                with pytest.raises(Expected):
                    VERBS[verb](local_desk.store, [key])
                tried += 1
        assert local_desk.read("action_items", key)["state"] is state
    assert tried > 12


def test_an_observed_item_is_owed_again_and_its_clock_runs(local_desk: Any) -> None:
    key = in_state(local_desk, State.DONE)
    action_items.observe(local_desk.store, [key], on=ON, reason="Falta la foto")
    item = local_desk.read("action_items", key)
    assert (item["state"], item["reported_on"], item["state_reason"]) == (State.OBSERVED, None, "Falta la foto")
    action_items.start(local_desk.store, [key], on=ON)
    action_items.complete(local_desk.store, [key], on=ON)
    assert local_desk.read("action_items", key)["state_reason"] is None


@pytest.mark.parametrize("verb", ["observe", "reopen", "cancel", "transfer", "reschedule", "block"])
def test_a_reason_of_spaces_is_no_reason(verb: str, local_desk: Any) -> None:
    key = in_state(local_desk, FROM[verb])
    blank: dict[str, Verb] = {
        "observe": lambda s, k: action_items.observe(s, k, on=ON, reason=" "),
        "reopen": lambda s, k: action_items.reopen(s, k, on=ON, reason=" "),
        "cancel": lambda s, k: action_items.cancel(s, k, on=ON, reason=" "),
        "transfer": lambda s, k: action_items.transfer(s, k, on=ON, to=IMP, reason=" "),
        "reschedule": lambda s, k: action_items.reschedule(s, k, due_on=date(2026, 8, 1), reason=" ", on=ON),
        "block": lambda s, k: action_items.block(s, k, since=ON, reason=" "),
    }
    with pytest.raises(Invalid):
        blank[verb](local_desk.store, [key])


def test_reopening_needs_something_settled_and_forgets_how_it_was_settled(local_desk: Any) -> None:
    key = in_state(local_desk, State.VERIFIED)
    action_items.reopen(local_desk.store, [key], on=ON, reason="Se cayó", progress=80)
    item = local_desk.read("action_items", key)
    assert (item["state"], item["progress"], item["verified_by"]) == (State.IN_PROGRESS, 80, None)
    with pytest.raises(Expected):
        action_items.reopen(local_desk.store, [key], on=ON, reason="Otra vez")
    other = in_state(local_desk, State.PENDING)
    action_items.cancel(local_desk.store, [other], on=ON, reason="No va")
    action_items.reopen(local_desk.store, [other], on=ON, reason="Sí va")
    assert local_desk.read("action_items", other)["state"] is State.PENDING


def test_a_moved_date_keeps_the_first_one_and_every_reason(desk: Any) -> None:
    key = desk.item()
    action_items.reschedule(desk.store, [key], due_on=date(2026, 7, 15), reason="Lluvia", on=ON)
    action_items.reschedule(desk.store, [key], due_on=date(2026, 7, 30), reason="Paro", on=ON)
    action_items.reschedule(desk.store, [key], due_on=date(2026, 7, 30), reason="La misma", on=ON)
    item = desk.read("action_items", key)
    assert (item["due_original"], item["due_on"]) == (date(2026, 6, 30), date(2026, 7, 30))
    moves = [(one["due_before"], one["due_after"], one["reason"]) for one in desk.all("reschedules")]
    assert moves == [
        (date(2026, 6, 30), date(2026, 7, 15), "Lluvia"),
        (date(2026, 7, 15), date(2026, 7, 30), "Paro"),
    ]


def test_the_date_of_a_draft_and_a_first_date_move_without_a_reschedule(local_desk: Any) -> None:
    draft, bare = local_desk.item(state=State.DRAFT), local_desk.item(due_on=None)
    for key in (draft, bare):
        action_items.reschedule(local_desk.store, [key], due_on=date(2026, 7, 1), reason="", on=ON)
        item = local_desk.read("action_items", key)
        assert item["due_on"] == date(2026, 7, 1)
    assert local_desk.all("reschedules") == []
    assert local_desk.read("action_items", bare)["due_original"] == date(2026, 7, 1)


def test_a_settled_item_is_not_rescheduled_nor_blocked(local_desk: Any) -> None:
    key = in_state(local_desk, State.VERIFIED)
    with pytest.raises(Expected, match="COM-2026-001"):
        action_items.reschedule(local_desk.store, [key], due_on=date(2026, 8, 1), reason="x", on=ON)
    with pytest.raises(Expected, match="COM-2026-001"):
        action_items.block(local_desk.store, [key], since=ON, reason="x")


def test_unblocking_needs_something_blocked(local_desk: Any) -> None:
    key = in_state(local_desk, State.PENDING)
    with pytest.raises(Expected):
        action_items.unblock(local_desk.store, [key], on=ON)
    action_items.block(local_desk.store, [key], since=ON, reason="Sin permiso")
    action_items.unblock(local_desk.store, [key], on=calendar.today())
    assert local_desk.read("action_items", key)["blocked_since"] is None


def test_what_is_reported_late_behind_a_newer_entry_only_enters_the_log(local_desk: Any) -> None:
    key = in_state(local_desk, State.PENDING)
    action_items.report_progress(local_desk.store, [key], on=ON, progress=50)
    action_items.report_progress(local_desk.store, [key], on=date(2026, 6, 4), progress=20, body="Se supo después")
    assert local_desk.read("action_items", key)["progress"] == 50
    assert [one["progress"] for one in local_desk.all("progress_entries", action_item_id=key)] == [50, 20]


def test_reporting_progress_means_that_work_has_begun(local_desk: Any) -> None:
    key = in_state(local_desk, State.PENDING)
    action_items.report_progress(local_desk.store, [key], on=ON, progress=10)
    assert local_desk.read("action_items", key)["state"] is State.IN_PROGRESS


def test_nothing_is_reported_from_the_future(local_desk: Any) -> None:
    key = in_state(local_desk, State.PENDING)
    with pytest.raises(Expected, match="11/06/2026"):
        action_items.complete(local_desk.store, [key], on=date(2026, 6, 11))


def test_a_co_responsible_is_added_once(desk: Any) -> None:
    key = desk.item()
    first = action_items.add_co_responsible(desk.store, key, organisation=GDU)
    assert action_items.add_co_responsible(desk.store, key, organisation=GDU) == first
    assert len(desk.all("co_responsibles")) == 1


def test_deleting_takes_the_log_along_and_undo_brings_all_of_it_back(desk: Any) -> None:
    key = in_state(desk, State.DONE)
    action_items.add_evidence(desk.store, key, description="Oficio 1")
    action_items.add_co_responsible(desk.store, key, organisation=GDU)
    before = desk.state()
    action_items.delete(desk.store, [key])
    assert not any(desk.all(noun) for noun in ("action_items", "progress_entries", "evidence", "co_responsibles"))
    desk.undo()
    assert desk.state() == before


def test_a_record_that_was_deleted_meanwhile_is_named_as_such(local_desk: Any) -> None:
    key = local_desk.item()
    action_items.delete(local_desk.store, [key])
    with pytest.raises(Expected, match="deleted"):
        action_items.start(local_desk.store, [key], on=ON)


# --- forms ----------------------------------------------------------------------------------------------------------


def test_a_form_that_changes_state_and_progress_logs_it(desk: Any) -> None:
    key = desk.item()
    draft = desk.draft("action_items", key)
    draft.set("state", State.DONE)
    action_items.save(desk.store, draft, on=ON, body="Listo")
    item, (entry,) = desk.read("action_items", key), desk.all("progress_entries")
    assert (item["progress"], item["reported_on"]) == (100, ON)
    assert (entry["on"], entry["state"], entry["progress"], entry["body"]) == (ON, State.DONE, 100, "Listo")
    desk.undo()
    assert desk.read("action_items", key)["state"] is State.PENDING
    assert desk.all("progress_entries") == []


def test_a_form_cannot_jump_over_states(local_desk: Any) -> None:
    key = local_desk.item()
    draft = local_desk.draft("action_items", key)
    draft.set("state", State.VERIFIED)
    with pytest.raises(Expected, match="COM-2026-001"):
        action_items.save(local_desk.store, draft)
    assert local_desk.read("action_items", key)["state"] is State.PENDING


def test_a_form_that_moves_the_date_needs_a_reason(desk: Any) -> None:
    key = desk.item()
    draft = desk.draft("action_items", key)
    draft.set("due_on", date(2026, 7, 15))
    with pytest.raises(Invalid) as refusal:
        action_items.save(desk.store, draft)
    assert [problem.field for problem in refusal.value.problems] == ["due_on"]
    assert desk.read("action_items", key)["due_on"] == date(2026, 6, 30)
    action_items.save(desk.store, draft, reason="Lluvia")
    assert desk.read("action_items", key)["due_original"] == date(2026, 6, 30)
    assert [one["reason"] for one in desk.all("reschedules")] == ["Lluvia"]


def test_a_form_sees_after_saving_what_followed_without_being_asked(local_desk: Any) -> None:
    draft = records.new_draft("action_items", description="Donar árboles", due_on=date(2026, 6, 30))
    action_items.save(local_desk.store, draft)
    now = local_desk.draft("action_items", draft.key)
    with local_desk.store.reading() as session:
        from db.queries.records import snapshot

        assert draft.follow(snapshot(session, "action_items", draft.key)) == []
    assert draft.value("code") == now.value("code") == "COM-2026-001"
    draft.set("state", State.DONE)
    action_items.save(local_desk.store, draft)
    with local_desk.store.reading() as session:
        assert draft.follow(snapshot(session, "action_items", draft.key)) == []
    assert not draft.changed
    assert draft.value("reported_on") == calendar.today()


def test_the_saves_of_one_open_form_are_one_undo(desk: Any) -> None:
    from ecd_desktop.services import history

    key = desk.item(description="Uno")
    for text in ("Dos", "Tres", "Cuatro"):
        draft = desk.draft("action_items", key)
        draft.set("description", text)
        action_items.save(desk.store, draft, form="visit-1")
    assert history.undo(desk.store).done
    assert desk.read("action_items", key)["description"] == "Uno"
    assert history.redo(desk.store).done
    assert desk.read("action_items", key)["description"] == "Cuatro"
    assert history.undo(desk.store).done
    assert history.undo(desk.store).done
    assert desk.read("action_items", key) == {}
    assert desk.store.verify() == []


def test_an_internal_task_is_saved_as_one(local_desk: Any) -> None:
    key = local_desk.item(reach=Reach.INTERNAL_TASK, internal_note="Solo para el equipo")
    assert local_desk.read("action_items", key)["reach"] is Reach.INTERNAL_TASK
