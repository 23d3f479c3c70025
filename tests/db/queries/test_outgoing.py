"""What is out with whom, on both databases: departments to send to, records that are out, workbooks that are late."""

from datetime import date
from pathlib import Path

from db import exchange_log
from db.fields import Key
from db.queries import action_items, outgoing
from db.queries.listing import Ask, Where
from db.records import ActionItem, Organisation, Person, Post, Project
from db.records.projects import ProjectState
from db.store import Store
from ecd_desktop.calendar import clock
from tests.ecd_desktop.exchange.handed_out import CALENDAR, MAIL, TODAY, exported, office

NOW = clock(TODAY, CALENDAR)


def test_departments_count_what_may_leave_with_their_predecessors_and_say_where_to_write(store: Store) -> None:
    made = office(store)
    with store.change("Addresses") as work:
        work.get(Organisation, made.unit).email = "mesa@ficticia.pe"
        chief = work.add(Person(given_names="Jefa", family_names="Ficticia", email="jefa@ficticia.pe"))
        gone = work.add(Person(given_names="Antes", family_names="Ficticio", email="antes@ficticia.pe"))
        work.add(Post(person_id=chief.id, organisation_id=made.other))
        work.add(Post(person_id=gone.id, organisation_id=made.other, ends_on=date(2026, 1, 31)))
        work.add(Project(code="PRY-2026-001", name="Activo", unit_id=made.former, ends_on=date(2026, 5, 1)))
        work.add(Project(code="PRY-2026-002", name="Cerrado", unit_id=made.other, state=ProjectState.CLOSED))
    with store.reading() as session:
        found = outgoing.departments(session, "action_items", NOW)
        projects = outgoing.departments(session, "projects", NOW)
    assert [(one.name, one.open, one.overdue) for one in found] == [("EFP", 1, 0), ("GFS", 4, 1)]
    assert [one.emails for one in found] == [("jefa@ficticia.pe",), ("mesa@ficticia.pe", MAIL)]
    assert [(one.name, one.open, one.overdue) for one in projects] == [("GFS", 1, 1)]


def test_a_record_is_out_until_its_workbook_is_settled_and_again_when_that_is_undone(
    store: Store, tmp_path: Path
) -> None:
    made = office(store)
    item = made.items["COM-2026-901"]
    first = exported(store, tmp_path / "a.xlsx", reply_by=date(2026, 6, 3))
    second = exported(store, tmp_path / "b.xlsx", unit=None, reply_by=date(2026, 6, 5))

    def out() -> tuple[str | None, date | None]:
        with store.reading() as session:
            (row,) = action_items.LISTING.rows(session, [item], Ask(clock=NOW))
            told = exchange_log.out_with(session, "action_items", [item]).get(item, [])
            where = (Where("out_with", "is not", None), Where("code", "is", "COM-2026-901"))
            assert action_items.LISTING.count(session, Ask(where=where, clock=NOW)) == bool(told)
        newest = told[0] if told else None
        assert row.out_with == (newest and (newest.recipient or newest.name))
        assert row.out_until == (newest and newest.reply_by)
        return row.out_with, row.out_until

    assert out() == ("b.xlsx", date(2026, 6, 5))
    assert taken(store, item, second.export_id)
    assert out() == ("GFS", date(2026, 6, 3))
    merged = taken(store, item, first.export_id)
    assert out() == (None, None)
    for _round in range(2):
        store.undo()
        assert out() == ("GFS", date(2026, 6, 3))
        store.redo()
        assert out() == (None, None)
    store.undo(merged)
    assert out() == ("GFS", date(2026, 6, 3))
    with store.beside() as session:
        exchange_log.withdraw(session, first.export_id)
    assert out() == (None, None)


def taken(store: Store, item: Key, export: Key) -> Key:
    """Something of a workbook was taken over."""
    with store.change("Taken over", kind="merge") as work:
        work.get(ActionItem, item).remarks = f"From {export}"
        exchange_log.log_return(
            work.session, who="Ana", digest=str(export), sender=None, purpose=None, tx_id=work.tx_id, brought={},
            export_id=export,
        )  # fmt: skip
    return work.tx_id


def test_what_was_wanted_back_before_today_is_late_the_longest_first(store: Store, tmp_path: Path) -> None:
    office(store)
    exported(store, tmp_path / "soon.xlsx", reply_by=TODAY)
    exported(store, tmp_path / "late.xlsx", reply_by=date(2026, 5, 29))
    older = exported(store, tmp_path / "later.xlsx", unit="EFP", reply_by=date(2026, 5, 20))
    with store.reading() as session:
        assert [one.name for one in outgoing.late(session, TODAY)] == ["later.xlsx", "late.xlsx"]
        by_name = {one.name: one for one in outgoing.departments(session, "action_items", NOW)}
        assert outgoing.nouns_of(session, [older.export_id]) == {older.export_id: "action_items"}
        held = outgoing.records_in(session, older.export_id)
        assert held is not None
        assert (held[0], len(held[1])) == ("action_items", 1)
        unit = outgoing.unit_called(session, "EFP")
    assert [one.id for one in by_name["EFP"].out] == [older.export_id]
    assert len(by_name["GFS"].out) == 2
    assert unit == by_name["EFP"].key
