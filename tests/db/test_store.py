"""The one door: codes, refusals in words, news in order, and two programs that write at once."""

import threading
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest

from db.errors import Conflict, InUse, Stopped
from db.journal import journal_head
from db.progress import Progress
from db.records import ActionItem, Evidence, Organisation, new_key
from db.store import Store
from db.story import News
from db.work import Work
from tests.db.making import add_item, add_unit, content, edit, everything, new_item, value

Opener = Callable[..., Store]


# --- stopping ---------------------------------------------------------------------------------------------------------


def test_a_change_that_is_stopped_is_rolled_back_and_the_next_one_goes_through(store: Store) -> None:
    keys = [add_item(store, code=f"COM-2026-{n}") for n in range(601, 604)]
    before = everything(store)
    progress = Progress()

    def stopped_half_way() -> None:
        with store.watched(progress), store.change("Change {n}", n=3) as work:
            for key in keys:
                work.get(ActionItem, key).description = "otra"
            work.flush()
            assert (progress.done, progress.total) == (3, 3)
            progress.stop()

    with pytest.raises(Stopped):
        stopped_half_way()
    assert everything(store) == before
    edit(store, ActionItem, keys[0], description="otra")
    assert value(store, ActionItem, keys[0], "description") == "otra"


# --- codes --------------------------------------------------------------------------------------------------------


def test_codes_are_given_in_yearly_series_without_gaps(store: Store) -> None:
    with store.preview() as work:
        assert [work.code("PRY", 2026) for _ in range(3)] == ["PRY-2026-001", "PRY-2026-002", "PRY-2026-003"]
    with pytest.raises(LookupError), store.change("Add") as work:
        {}[work.code("PRY", 2026)]
    codes = []
    for year in (2026, 2026, 2027):
        with store.change("Add") as work:
            codes.append(new_item(work, code=work.code("PRY", year)).code)
    assert codes == ["PRY-2026-001", "PRY-2026-002", "PRY-2027-001"]


def test_undone_codes_are_not_reused_and_redo_brings_the_same_back(store: Store) -> None:
    first = add_item(store)
    assert value(store, ActionItem, first, "code") == "COM-2026-001"
    store.undo()
    store.redo()
    assert value(store, ActionItem, first, "code") == "COM-2026-001"
    store.undo()
    assert value(store, ActionItem, add_item(store), "code") == "COM-2026-002"


def test_codes_that_came_from_outside_are_taken_out_of_their_series(store: Store) -> None:
    with store.change("Import") as work:
        for code in ("COM-2026-041", "COM-2026-007", "Acta N° 12", "COM-26-90", "COM-2026-", "COM-2026-99999999999"):
            work.claim(code)
        new_item(work, code="COM-2026-041")
    assert value(store, ActionItem, add_item(store), "code") == "COM-2026-042"


def test_a_code_that_is_taken_is_refused_in_words(store: Store) -> None:
    add_item(store, code="COM-2026-500")
    before = everything(store)
    with pytest.raises(Conflict, match="same code"):
        add_item(store, code="COM-2026-500")
    with pytest.raises(Conflict, match="same code"), store.change("Import") as work:
        work.add_many(ActionItem, [{"code": "COM-2026-500", "description": "otra"}])
    assert everything(store) == before


# --- refusals -----------------------------------------------------------------------------------------------------


def test_what_is_used_cannot_be_deleted(store: Store) -> None:
    unit = add_unit(store)
    add_item(store, who_for=unit)
    before = everything(store)
    with pytest.raises(InUse) as refused, store.change("Delete") as work:
        work.delete(work.get(Organisation, unit))
    assert refused.value.places["noun"] == "Commitment"
    assert "still used" in str(refused.value)
    assert everything(store) == before


def test_a_record_and_what_uses_it_can_be_deleted_together(store: Store) -> None:
    unit = add_unit(store)
    item = add_item(store, who_for=unit)
    with store.change("Delete") as work:
        work.delete(work.get(Organisation, unit))
        work.delete(work.get(ActionItem, item))
    assert ("action_items", item) not in content(store)
    assert store.verify() == []


def test_a_link_to_nothing_is_refused(store: Store) -> None:
    before = everything(store)
    with pytest.raises(InUse, match="no longer exists"):
        add_item(store, who_for=new_key())
    with pytest.raises(InUse, match="no longer exists"), store.change("Import") as work:
        work.add_many(Evidence, [{"action_item_id": new_key(), "description": "foto"}])
    assert everything(store) == before
    add_unit(store)
    assert store.verify() == []


def test_a_record_that_is_gone_is_a_key_error(store: Store) -> None:
    item = add_item(store)
    store.undo()
    with pytest.raises(KeyError), store.change("Edit") as work:
        work.get(ActionItem, item)


def test_the_store_belongs_to_its_thread_and_does_one_thing_at_a_time(store: Store) -> None:
    with store.reading(), pytest.raises(RuntimeError, match="open already"), store.change("Edit"):
        pass
    failed: list[str] = []

    def elsewhere() -> None:
        try:
            store.seq  # noqa: B018 - reading a number is fine
            store.undoable()
        except RuntimeError as error:
            failed.append(str(error))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert failed == ["the store belongs to the thread that opened it"]


# --- news ---------------------------------------------------------------------------------------------------------


def test_news_come_after_the_commit_and_say_what_was_touched(store: Store) -> None:
    heard: list[tuple[News, int]] = []
    store.subscribe(lambda news: heard.append((news, committed(store))))
    with store.change("Add {n}", n=2) as work:
        items = [new_item(work).id for _ in range(2)]
        work.flush()
        assert heard == []
    ((news, seen),) = heard
    assert news.touched == {("action_items", key) for key in items}
    assert (news.label, dict(news.args), news.who, news.kind) == ("Add {n}", {"n": 2}, store.who, "edit")
    assert news.seq == seen == store.seq


def committed(store: Store) -> int:
    with store.reading() as session:
        return int(session.execute(journal_head.select()).one().seq)


def test_whoever_stops_listening_hears_no_more(store: Store) -> None:
    heard: list[News] = []
    stop = store.subscribe(heard.append)
    add_unit(store)
    stop()
    stop()
    add_unit(store)
    assert len(heard) == 1


def test_a_listener_that_writes_does_not_disturb_the_order(store: Store) -> None:
    first: list[int] = []
    second: list[int] = []

    def writes(news: News) -> None:
        first.append(news.seq)
        if len(first) < 4:
            add_unit(store, f"Unidad {news.seq}")

    store.subscribe(writes)
    store.subscribe(lambda news: second.append(news.seq))
    add_unit(store)
    assert first == second == list(range(store.seq - 3, store.seq + 1))


def test_a_listener_that_fails_neither_undoes_the_change_nor_silences_the_others(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[News] = []
    store.subscribe(lambda news: 1 / 0)
    store.subscribe(heard.append)
    add_unit(store)
    assert len(heard) == 1
    assert "a listener to news failed" in caplog.text


def test_everything_since_a_position_can_be_read_again(store: Store) -> None:
    start = store.seq
    for n in range(3):
        add_unit(store, f"Unidad {n}")
    assert [news.seq for news in store.since(start)] == [start + 1, start + 2, start + 3]
    assert store.since(store.seq) == []


# --- two programs on one server -----------------------------------------------------------------------------------


def test_two_who_save_the_same_record_cannot_overwrite_each_other(postgres_url: str, open_store: Opener) -> None:
    mine, theirs = open_store(postgres_url, who="Ana"), open_store(postgres_url, who="Beto")
    item = add_item(mine)

    def meanwhile(work: Work, progress: int) -> ActionItem:
        found = work.get(ActionItem, item)
        edit(theirs, ActionItem, item, progress=progress)
        return found

    with pytest.raises(Conflict, match="Somebody else changed"), mine.change("Edit") as work:
        meanwhile(work, 30).progress = 60
    assert value(mine, ActionItem, item, "progress") == 30
    with pytest.raises(Conflict), mine.change("Delete") as work:
        work.delete(meanwhile(work, 31))
    assert value(mine, ActionItem, item, "progress") == 31
    mine.poll()
    assert mine.seq == theirs.seq
    assert mine.verify() == []


def test_a_reading_sees_one_moment_whatever_others_commit(postgres_url: str, open_store: Opener) -> None:
    mine, theirs = open_store(postgres_url, who="Ana"), open_store(postgres_url, who="Beto")
    item = add_item(mine)
    with mine.reading() as session:
        assert session.get_one(ActionItem, item).progress == 0
        edit(theirs, ActionItem, item, progress=30)
        session.expire_all()
        assert session.get_one(ActionItem, item).progress == 0


def test_what_others_committed_is_heard_in_the_order_of_their_commits(postgres_url: str, open_store: Opener) -> None:
    """Four writers and a reader that asks all the time: no position is missed, doubled or out of order."""
    reader = open_store(postgres_url, who="Lectora")
    item = add_item(reader)
    start = reader.seq
    heard: list[int] = []
    reader.subscribe(lambda news: heard.append(news.seq))
    writers, each = 4, 30
    saved: list[tuple[int, int]] = []
    refused: list[int] = []

    def write(number: int) -> None:
        store = Store.open(postgres_url, who=f"Persona {number}")
        try:
            for n in range(each):
                try:
                    with store.change("Save {n}", n=n) as work:
                        work.add(Evidence(action_item_id=item, description=f"{number}/{n}"))
                        if n % 5 == 0:
                            work.get(ActionItem, item).progress = (number * each + n) % 100
                    saved.append((number, n))
                except Conflict:
                    refused.append(number)
        finally:
            store.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        reader.poll()
    reader.poll()
    assert len(saved) + len(refused) == writers * each
    assert heard == list(range(start + 1, start + 1 + len(saved)))
    steps = [step for step in reader.activity(limit=1_000) if step.seq > start]
    assert len(steps) == len(saved)
    for number in range(writers):
        mine = [step.args["n"] for step in reversed(steps) if step.who == f"Persona {number}"]
        assert all(one < other for one, other in pairwise(mine))
    assert reader.verify() == []


def test_news_that_cannot_be_told_do_not_make_a_saved_change_fail(
    postgres_url: str, open_store: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db.errors import Unreachable

    mine, theirs = open_store(postgres_url, who="Ana"), open_store(postgres_url, who="Beto")
    other = add_unit(theirs)  # so that what came between must be asked for

    def gone() -> None:
        raise Unreachable("The shared database cannot be reached.")

    with monkeypatch.context() as patched:
        patched.setattr(mine, "poll", gone)
        unit = add_unit(mine)
    heard: list[News] = []
    mine.subscribe(heard.append)
    mine.poll()
    assert [news.touched for news in heard] == [{("organisations", other)}, {("organisations", unit)}]


def test_a_change_is_announced_here_as_others_read_it(store: Store) -> None:
    heard: list[News] = []
    store.subscribe(heard.append)
    before = store.seq
    item = add_item(store)
    edit(store, ActionItem, item, progress=30)
    with store.change("Complete {n} of {day}", n=2, day=date(2026, 6, 1)) as work:
        work.get(ActionItem, item).remarks = "Visita"
    assert heard == store.since(before)
    assert [news.seq for news in heard] == list(range(before + 1, store.seq + 1))
