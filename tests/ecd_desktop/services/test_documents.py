"""Documents: until when an answer is due, what repeats and answers them, what follows through to a commitment."""

from datetime import date
from typing import Any

import pytest

from db.queries import documents as queries
from db.queries import log, today
from db.queries.documents import Standing
from db.queries.listing import Ask, Where
from db.records.documents import Direction, LetterKind
from ecd_desktop.calendar import clock, set_today
from ecd_desktop.errors import Expected
from ecd_desktop.services import action_items, documents, records
from ecd_desktop.services.places import office_calendar

SENT = date(2026, 6, 1)  # a Monday
MASK = ("{TIPO} N° {NNN}-{AAAA}-{SIGLAS}", "GDH: {TIPO} N° D{NNNNNN}-{AAAA}-MML-{SIGLAS}", "nothing to count")


def letter(desk: Any, **values: Any) -> Any:
    draft = records.new_draft("documents", **{"subject": "Solicita planos", "dated_on": SENT} | values)
    assert len(documents.save(desk.store, draft).applied) == 1
    return draft.key


def rows(desk: Any, on: date, **ask: Any) -> dict[Any, queries.DocumentRow]:
    with desk.store.reading() as session:
        at = clock(on, office_calendar(session))
        return {row.key: row for row in queries.LISTING.all(session, Ask(clock=at, **ask))}


def unanswered(desk: Any, on: date) -> list[Any]:
    with desk.store.reading() as session:
        return [row.key for row in today.read(session, who="", clock=clock(on, office_calendar(session))).letters]


def test_a_memo_unanswered_after_its_working_days_stands_in_today_and_follows_through_to_its_commitment(
    desk: Any,
) -> None:
    item = desk.item()
    memo = letter(desk, kind=LetterKind.MEMORANDO, official_number="MEMORANDO N° 014-2026-MTPI", reply_days=5)
    documents.link(desk.store, memo, action_item_id=item)
    assert desk.read("documents", memo)["reply_due_on"] == date(2026, 6, 8)
    assert unanswered(desk, date(2026, 6, 8)) == []
    assert rows(desk, date(2026, 6, 8))[memo].standing is Standing.AWAITED
    assert unanswered(desk, date(2026, 6, 9)) == [memo]

    again = documents.repeat(desk.store, memo, on=date(2026, 6, 10), official_number="MEMORANDO N° 021-2026-MTPI")
    told = rows(desk, date(2026, 6, 10))
    assert told[again].subject == "Repeats MEMORANDO N° 014-2026-MTPI: Solicita planos"
    assert (told[again].repeated, told[again].reply_due_on) == ("MEMORANDO N° 014-2026-MTPI", date(2026, 6, 17))
    assert (told[memo].standing, told[memo].repeats, told[again].standing) == (Standing.REPEATED, 1, Standing.AWAITED)
    assert unanswered(desk, date(2026, 6, 10)) == []
    assert unanswered(desk, date(2026, 6, 18)) == [again]

    set_today(date(2026, 6, 19))
    reply = documents.answer(
        desk.store, again, on=date(2026, 6, 18), kind=LetterKind.OFICIO, official_number="OFICIO 233-2026"
    )
    told = rows(desk, date(2026, 6, 19))
    assert {told[one].standing for one in (memo, again)} == {Standing.ANSWERED}
    assert (told[reply].direction, told[reply].standing) == (Direction.RECEIVED, Standing.RECEIVED)
    assert unanswered(desk, date(2026, 6, 19)) == []
    with desk.store.reading() as session:
        owed = queries.owed_about(session, reply)
        assert [row.key for row in queries.about(session, "action_items", item)] == [reply, again, memo]
        assert [row.key for row in queries.thread(session, reply)] == [memo, again, reply]
    assert [one.record for one in owed] == [item]
    action_items.report_progress(
        desk.store, [one.record for one in owed], on=date(2026, 6, 18), progress=60, body="OFICIO 233-2026"
    )
    assert desk.read("action_items", item)["progress"] == 60
    desk.undo()
    desk.undo()
    assert rows(desk, date(2026, 6, 19))[again].standing is Standing.UNANSWERED


def test_a_second_repetition_repeats_the_first_document_and_takes_the_place_of_the_one_before(desk: Any) -> None:
    first = letter(desk, reply_days=2)
    second = documents.repeat(desk.store, first, on=date(2026, 6, 4))
    third = documents.repeat(desk.store, second, on=date(2026, 6, 8))
    told = rows(desk, date(2026, 6, 30))
    assert told[third].repeats_key == first
    assert [told[one].standing for one in (first, second, third)] == [
        Standing.REPEATED, Standing.REPEATED, Standing.UNANSWERED
    ]  # fmt: skip
    assert told[first].repeats == 2
    told = rows(desk, date(2026, 6, 30), cutoff=date(2026, 6, 5))
    assert set(told) == {first, second}
    assert (told[first].repeats, told[second].standing) == (1, Standing.UNANSWERED)
    typed = letter(desk, subject="Reitera por correo", dated_on=date(2026, 6, 9), repeats_id=third)
    assert desk.read("documents", typed)["repeats_id"] == first


def test_an_answer_is_due_in_working_days_from_the_day_on_which_it_came(desk: Any) -> None:
    received = letter(desk, direction=Direction.RECEIVED, received_on=date(2026, 6, 25), reply_days=3)
    assert desk.read("documents", received)["reply_due_on"] == date(2026, 7, 1)  # 29 June is a holiday
    assert rows(desk, date(2026, 6, 26))[received].standing is Standing.TO_ANSWER
    draft = desk.draft("documents", received)
    draft.set("reply_days", 5)
    documents.save(desk.store, draft)
    assert desk.read("documents", received)["reply_due_on"] == date(2026, 7, 3)
    draft = desk.draft("documents", received)
    draft.set("reply_due_on", date(2026, 7, 9))
    documents.save(desk.store, draft)
    assert desk.read("documents", received)["reply_due_on"] == date(2026, 7, 9)
    documents.await_answer(desk.store, [received], days=3)
    assert desk.read("documents", received)["reply_due_on"] == date(2026, 7, 1)
    assert unanswered(desk, date(2026, 7, 2)) == [received]
    documents.answer(desk.store, received, on=date(2026, 7, 2))
    assert rows(desk, date(2026, 7, 3))[received].standing is Standing.ANSWERED
    with pytest.raises(Expected, match="was received"):
        documents.repeat(desk.store, received)


def test_no_answer_is_awaited_any_more_with_a_reason_and_awaited_again(desk: Any) -> None:
    one = letter(desk, reply_days=1)
    with desk.invalid("Say why"):
        documents.close(desk.store, [one], reason=" ")
    documents.close(desk.store, [one], on=date(2026, 6, 5), reason="Lo resolvió la reunión.")
    assert rows(desk, date(2026, 6, 30))[one].standing is Standing.CLOSED
    assert rows(desk, date(2026, 6, 30), cutoff=date(2026, 6, 4))[one].standing is Standing.UNANSWERED
    with pytest.raises(Expected, match="awaited any more"):
        documents.repeat(desk.store, one, on=date(2026, 6, 10))
    documents.await_again(desk.store, [one])
    assert rows(desk, date(2026, 6, 30))[one].standing is Standing.UNANSWERED
    documents.answer(desk.store, one, on=date(2026, 6, 8))
    with pytest.raises(Expected, match="answered already"):
        documents.close(desk.store, [one], reason="Ya no.")
    with desk.invalid("dated before"):
        documents.answer(desk.store, one, on=date(2026, 5, 8))


def test_the_next_number_is_proposed_by_unit_type_and_year_and_the_typed_one_is_kept(desk: Any) -> None:
    unit = desk.new("organisations", name="Mesa ficticia", acronym="MTPI")
    human = desk.new("organisations", name="Gerencia ficticia", acronym="GDH")

    def proposed(sender: Any, kind: LetterKind = LetterKind.OFICIO, year: int = 2026) -> str | None:
        with desk.store.reading() as session:
            return documents.proposed_number(session, MASK, kind=kind, sender=sender, on=date(year, 6, 1))

    assert proposed(unit) == "OFICIO N° 001-2026-MTPI"
    letter(desk, official_number="oficio nº 7-2026-mtpi", from_id=unit)
    letter(desk, official_number="OFICIO N° 090-2026-OTRA", from_id=unit)
    letter(desk, official_number="OFICIO N° 050-2026-MTPI", direction=Direction.RECEIVED)
    assert proposed(unit) == "OFICIO N° 008-2026-MTPI"
    assert proposed(unit, LetterKind.PROVEIDO) == "PROVEÍDO N° 001-2026-MTPI"
    assert proposed(unit, year=2027) == "OFICIO N° 001-2027-MTPI"
    assert proposed(human) == "OFICIO N° D000001-2026-MML-GDH"
    assert proposed(None) == "OFICIO N° 001-2026"
    with desk.store.reading() as session:
        assert documents.proposed_number(session, (), kind=LetterKind.CARTA, sender=unit, on=None) is None


def test_the_log_of_a_case_and_of_its_project_tells_of_documents_about_them(desk: Any) -> None:
    project = desk.new("projects", name="Ruta segura")
    case = desk.new("cases", title="Poda de árboles", project_id=project, opened_on=SENT)
    item = desk.item(case_id=case)
    sent = documents.add_about(
        desk.store, "cases", case, subject="Pide poda", official_number="CARTA 4", reply_days=3, dated_on=SENT
    )
    about_item = letter(desk, subject="Sobre el cruce")
    documents.link_to(desk.store, "action_items", item, about_item)
    with desk.store.reading() as session:
        for entity, key in (("cases", case), ("projects", project)):
            told = [line for line in log.log_of(session, entity, key) if line.kind is log.LogKind.DOCUMENT]
            assert [(line.key, line.title) for line in told] == [(sent, "CARTA 4"), (about_item, "Sobre el cruce")]
        (about,) = queries.subjects(session, sent)
    assert (about.entity, about.name) == ("cases", "Poda de árboles")
    assert desk.read("documents", sent)["reply_due_on"] == date(2026, 6, 4)
    documents.unlink(desk.store, [about.key])
    documents.delete(desk.store, [sent])
    desk.undo()
    answer = documents.answer(desk.store, sent, on=date(2026, 6, 3))
    with pytest.raises(Expected, match="still used"):
        documents.delete(desk.store, [sent])
    documents.delete(desk.store, [answer, sent])


def test_documents_are_found_by_number_docket_subject_and_office(desk: Any) -> None:
    unit = desk.new("organisations", name="Parques ficticios", acronym="PQF")
    one = letter(desk, official_number="CARTA N° 12-2026", docket="EXP-77", to_id=unit)
    letter(desk, subject="Otra cosa")
    for text in ("exp-77", "12-2026", "planos", "pqf"):
        assert list(rows(desk, SENT, text=text)) == [one]
    assert list(rows(desk, SENT, where=(Where("other", "is", "PQF"),))) == [one]


def test_documents_of_an_office_are_those_of_what_it_was_before_too_and_a_person_has_their_own(desk: Any) -> None:
    new = desk.new("organisations", name="Gerencia ficticia")
    old = desk.new("organisations", name="Subgerencia ficticia", successor_id=new)
    person = desk.new("people", given_names="Rosa", family_names="Quispe")
    theirs = letter(desk, from_id=old, subject="Remite planos", dated_on=date(2026, 6, 2))
    received = documents.add_about(desk.store, "organisations", new, subject="Convoca", direction=Direction.RECEIVED)
    addressed = documents.add_about(desk.store, "people", person, subject="Felicita", dated_on=SENT)
    assert desk.read("documents", received)["from_id"] == new
    assert desk.read("documents", addressed)["person_id"] == person

    def about(entity: str, key: Any) -> list[Any]:
        with desk.store.reading() as session:
            return [row.key for row in queries.about(session, entity, key)]

    assert set(about("organisations", new)) == {theirs, received}
    assert about("organisations", old) == [theirs]
    assert about("people", person) == [addressed]
