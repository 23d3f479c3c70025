"""Safekeeping: when a copy is due, where it goes, and what is said about the last one."""

import os
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.store import Store
from ecd_desktop import calendar
from ecd_desktop.calendar import LIMA
from ecd_desktop.errors import Expected
from ecd_desktop.services import backups, safekeeping
from ecd_desktop.services.backups import Verification
from ecd_desktop.services.safekeeping import Kept, Level, Plan, Standing, Subject

TODAY = date(2026, 6, 10)
HERE = Subject("ecd", "a")


def subject(store: Store) -> Subject:
    return safekeeping.subject_of(store.path, store.url, str(store.identity.db_id))


def kept(days_ago: int, clock: str = "08:02") -> Kept:
    day = TODAY - timedelta(days=days_ago)
    return Kept(day, datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=LIMA))


def test_a_copy_is_due_once_a_day(desk: Any, tmp_path: Path) -> None:
    plan, who = Plan(tmp_path / "own", shared=True), subject(desk.store)
    assert safekeeping.standing(who, plan).due
    copy = safekeeping.make(desk.store, plan)
    seen = safekeeping.standing(who, plan)
    assert not seen.due
    assert seen.own is not None
    assert seen.own.copy == copy
    calendar.set_today(TODAY + timedelta(days=1))
    assert safekeeping.standing(who, plan).due


def test_todays_copy_goes_on_to_the_second_folder_and_is_verified_there(desk: Any, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    plan, who = Plan(tmp_path / "own", usb, shared=True), subject(desk.store)
    made = safekeeping.make(desk.store, plan)
    assert safekeeping.standing(who, plan).to_send == made
    twin = safekeeping.send(made, plan)
    assert twin.path.parent == usb
    assert twin.path.read_bytes() == made.path.read_bytes()
    assert backups.listed(usb) == [twin]
    assert backups.check(twin.path).verification is Verification.VERIFIED
    assert int(twin.path.stat().st_mtime) % 2 == 0  # as a USB stick keeps it
    seen = safekeeping.standing(who, plan)
    assert seen.to_send is None
    assert seen.last == seen.second


def test_a_folder_that_is_away_is_remembered_not_made_and_served_when_it_is_back(desk: Any, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    plan, who = Plan(tmp_path / "own", usb, shared=True), subject(desk.store)
    safekeeping.send(safekeeping.make(desk.store, plan), plan)
    shutil.move(usb, tmp_path / "pocket")
    calendar.set_today(TODAY + timedelta(days=2))
    made = safekeeping.make(desk.store, plan)
    seen = safekeeping.standing(who, plan)
    assert seen.away
    assert seen.to_send is None
    assert seen.second is not None
    assert seen.second.day == TODAY
    with pytest.raises(Expected, match="is not there now"):
        safekeeping.send(made, plan)
    assert not usb.exists()
    told = safekeeping.said(seen)
    assert told.text == "Last copy: 2 days ago"
    assert "Connect the drive" in told.tip
    shutil.move(tmp_path / "pocket", usb)
    assert safekeeping.standing(who, plan).to_send == made


@pytest.mark.parametrize(
    ("days", "text", "level"),
    [(0, "Last copy: today 08:02", Level.OK), (1, "Last copy: yesterday 08:02", Level.OK),
     (3, "Last copy: 3 days ago", Level.OK), (4, "Last copy: 4 days ago", Level.WARN),
     (7, "Last copy: 7 days ago", Level.WARN), (8, "Last copy: 8 days ago", Level.RED)],
)  # fmt: skip
def test_it_is_said_in_red_after_seven_days(days: int, text: str, level: Level, tmp_path: Path) -> None:
    told = safekeeping.said(Standing(HERE, Plan(tmp_path), TODAY - timedelta(days=30), kept(days)))
    assert (told.text, told.level) == (text, level)


def test_a_database_that_was_never_copied_has_seven_days_too(tmp_path: Path) -> None:
    for days, level in ((0, Level.WARN), (7, Level.WARN), (8, Level.RED)):
        told = safekeeping.said(Standing(HERE, Plan(tmp_path), TODAY - timedelta(days=days)))
        assert (told.text, told.level) == ("Last copy: never", level)


def test_the_second_folder_is_what_counts(tmp_path: Path) -> None:
    plan = Plan(tmp_path, tmp_path / "usb")
    told = safekeeping.said(Standing(HERE, plan, TODAY - timedelta(days=30), kept(0), kept(9), away=True))
    assert (told.text, told.level) == ("Last copy: 9 days ago", Level.RED)
    told = safekeeping.said(Standing(HERE, plan, TODAY, kept(0), None, away=True))
    assert (told.text, told.level) == ("Last copy: today 08:02", Level.WARN)


def test_a_refusal_is_told_behind_the_words(tmp_path: Path) -> None:
    seen = safekeeping.failed(Standing(HERE, Plan(tmp_path), TODAY, kept(1)), ("No room.", "Free some."))
    told = safekeeping.said(seen)
    assert told.level is Level.WARN
    assert "No room. Free some." in told.tip


def test_a_servers_copies_are_its_administrators_unless_asked_for(tmp_path: Path) -> None:
    shared = Subject("ecd", "a", shared=True)
    seen = Standing(shared, Plan(tmp_path), TODAY)
    assert not seen.due
    assert safekeeping.said(seen).level is Level.NONE
    assert Standing(shared, Plan(tmp_path, shared=True), TODAY).due


def test_the_oldest_make_room_in_both_folders(desk: Any, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    plan = Plan(tmp_path / "own", usb, keep=3, shared=True)
    for day in range(1, 6):
        calendar.set_today(date(2026, 6, day))
        safekeeping.send(safekeeping.make(desk.store, plan), plan)
    for folder in (plan.own, usb):
        assert [one.day.day for one in backups.listed(folder)] == [5, 4, 3]


def test_two_databases_of_one_name_keep_their_copies_apart(
    local_office: Store, tmp_path: Path, open_store: Callable[..., Store]
) -> None:
    (tmp_path / "x").mkdir()
    stem = backups.stem_of(local_office)
    other = open_store(f"sqlite:///{tmp_path / 'x' / stem}.db")
    plan = Plan(tmp_path / "own", keep=1)
    safekeeping.make(local_office, plan)
    assert safekeeping.standing(subject(other), plan).due
    safekeeping.make(other, plan)
    assert len(backups.listed(plan.own)) == 2
    found = backups.listed(plan.own, stem=stem, database=str(other.identity.db_id))
    assert [one.path.name for one in found] == [f"{stem}-2026-06-10-2.db"]


def test_a_damaged_copy_is_not_sent_on(desk: Any, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    plan = Plan(tmp_path / "own", usb, shared=True)
    made = safekeeping.make(desk.store, plan)
    whole = bytearray(made.path.read_bytes())
    whole[len(whole) // 2 :] = bytes(len(whole) - len(whole) // 2)
    made.path.write_bytes(whole)
    with pytest.raises(Exception, match=r"damaged|differs"):
        safekeeping.send(made, plan)
    assert list(usb.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists() or os.name != "posix", reason="needs a device that is always full")
def test_a_full_second_disk_is_a_sentence_and_leaves_nothing(
    desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    plan = Plan(tmp_path / "own", usb, shared=True)
    made = safekeeping.make(desk.store, plan)

    def full(_source: object, target: Path) -> None:
        target.write_bytes(b"half")
        with open("/dev/full", "wb", buffering=0) as file:
            file.write(b"x")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", full)
        with pytest.raises(Expected, match="no room left on the disk"):
            safekeeping.send(made, plan)
    assert list(usb.iterdir()) == []
    assert safekeeping.standing(subject(desk.store), plan).to_send == made


@pytest.mark.parametrize("word", ["before-restore", "antes-de-restaurar"])
def test_all_copies_are_listed_once_with_where_they_lie(desk: Any, tmp_path: Path, word: str) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    plan, who = Plan(tmp_path / "own", usb, shared=True), subject(desk.store)
    safekeeping.send(safekeeping.make(desk.store, plan), plan)
    calendar.set_today(TODAY - timedelta(days=1))
    only_there = safekeeping.make(desk.store, plan)
    safekeeping.send(only_there, plan)
    only_there.path.unlink()
    calendar.set_today(TODAY + timedelta(days=1))
    safekeeping.make(desk.store, plan)
    database = tmp_path / "oficina.db"
    aside = tmp_path / f"oficina-{word}-20260601-080200.db"
    aside.write_bytes(b"x")
    moment = datetime(2026, 6, 1, 8, 2, tzinfo=LIMA).timestamp()
    os.utime(aside, (moment, moment))
    found = safekeeping.listed(who, plan, database)
    assert [(one.copy.day.day, one.where.value) for one in found] == [
        (11, "own"), (10, "both"), (9, "second"), (1, "aside"),
    ]  # fmt: skip


def test_a_copy_is_compared_with_what_there_is_now(desk: Any, tmp_path: Path) -> None:
    from db.queries import counts

    desk.item(description="Antes")
    made = safekeeping.make(desk.store, Plan(tmp_path))
    desk.item(description="Después")
    with desk.store.reading() as session:
        now = counts.rows(session)
    found = safekeeping.compared(made.path, now)
    assert ("action_items", 2, 1) in found.rows
    assert found.changes == 1
    assert found.copy.verification is Verification.VERIFIED
