"""A list beside itself as it was: new, gone, changed, and what only left or entered the filter."""

from datetime import date
from typing import Any

from db.queries import action_items as queries
from db.queries import cases, decisions, meeting_series, meetings, organisations, people, places, projects
from db.queries.listing import Ask, Order, Where
from db.records.action_items import Priority
from ecd_desktop.calendar import Calendar, clock
from ecd_desktop.services import action_items, comparing, records, reference

TODAY, ON = date(2026, 6, 10), date(2026, 6, 9)
ASK = Ask(order=(Order("code"),), clock=clock(TODAY, Calendar()))


def compared(desk: Any, seq: int, ask: Ask = ASK) -> list[tuple[str, str]]:
    pairs = comparing.compare(desk.store, queries.LISTING, ask, seq=seq, shown=("description", "due_on", "contact"))
    return [((pair.now or pair.then).description, pair.verdict.value) for pair in pairs]


def test_every_row_says_what_became_of_it(desk: Any) -> None:
    first, second, third, fourth = (desk.item(description=f"Tarea {n}") for n in range(1, 5))
    seq = int(desk.store.seq)
    action_items.report_progress(desk.store, [second], on=ON, progress=40, body="Se midió")
    records.delete(desk.store, "action_items", [third])
    action_items.set_priority(desk.store, [fourth], priority=Priority.HIGH)
    action_items.set_priority(desk.store, [fourth], priority=Priority.MEDIUM)
    desk.item(description="Tarea 5")
    assert compared(desk, seq) == [
        ("Tarea 1", "same"), ("Tarea 2", "changed"), ("Tarea 3", "gone"), ("Tarea 4", "same"), ("Tarea 5", "new"),
    ]  # fmt: skip
    pair = comparing.compare(desk.store, queries.LISTING, ASK, seq=seq)[1]
    assert (pair.then.progress, pair.now.progress) == (0, 40)
    assert first


def test_what_entered_or_left_the_filter_is_told_from_what_was_made_or_deleted(desk: Any) -> None:
    going, coming, deleted = (desk.item(description=text) for text in ("Sale", "Entra", "Se borra"))
    action_items.set_priority(desk.store, [coming], priority=Priority.LOW)
    seq = int(desk.store.seq)
    action_items.set_priority(desk.store, [going], priority=Priority.HIGH)
    action_items.set_priority(desk.store, [coming], priority=Priority.MEDIUM)
    records.delete(desk.store, "action_items", [deleted])
    desk.item(description="Nuevo")
    ask = Ask(where=(Where("priority", "is", Priority.MEDIUM),), order=ASK.order, clock=ASK.clock)
    assert compared(desk, seq, ask) == [
        ("Sale", "left"), ("Se borra", "gone"), ("Entra", "came"), ("Nuevo", "new"),
    ]  # fmt: skip


def test_other_lists_are_compared_alike_and_before_the_beginning_everything_is_new(local_desk: Any) -> None:
    desk = local_desk
    desk.new("meetings", subject="Mesa ficticia", held_on=ON)
    (pair,) = comparing.compare(desk.store, meetings.LISTING, Ask(), seq=0)
    assert pair.verdict is comparing.Verdict.NEW
    assert comparing.compare(desk.store, meetings.LISTING, Ask(), seq=int(desk.store.seq))[0].verdict.value == "same"


def test_every_list_of_a_place_can_be_compared_in_every_column(local_desk: Any) -> None:
    desk = local_desk
    desk.item(description="Tarea 1", unit_id=reference.key_of("organisations", "gdu"))
    desk.new("cases", title="Asunto ficticio", opened_on=ON)
    desk.new("projects", name="Ruta ficticia")
    desk.new("people", given_names="Ana")
    for module in (cases, projects, meetings, decisions, organisations, people, places, meeting_series):
        listing = module.LISTING
        pairs = comparing.compare(
            desk.store, listing, Ask(clock=ASK.clock), seq=int(desk.store.seq), shown=tuple(listing.columns)
        )
        assert {pair.verdict for pair in pairs} <= {comparing.Verdict.SAME}, listing.entity
