"""Closing minutes settles the old commitments: each as it was answered, the rest stays, one Undo for all."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from db.records.action_items import State
from db.records.meetings import Fate
from ecd_desktop import calendar
from ecd_desktop.minutes_answers import AGREED, Answer, settled, told
from ecd_desktop.minutes_text import Tag, read_minutes
from ecd_desktop.services import history, meetings, taking_minutes

HELD = date(2026, 6, 10)  # today, a Wednesday


def a_meeting(desk: Any, project: Any, on: date = HELD) -> Any:
    key = desk.new("meetings", subject="Mesa técnica", held_on=on)
    meetings.set_projects(desk.store, key, projects=[project])
    return key


def sheet(desk: Any, key: Any) -> Any:
    clock = calendar.clock(calendar.today(), calendar.Calendar())
    with desk.store.reading() as session:
        return taking_minutes.sheet(session, key, clock=clock)


def closed(desk: Any, key: Any, text: str, chosen: Any = None) -> Any:
    """Close as the page does: what the text says of old commitments, and what keys chose before closing."""
    old = sheet(desk, key).old
    said = told(text, [one.item.code for one in old], today=HELD)
    answers = {one.key: one.answer for one in settled(old, said, chosen or {}) if one.because in ("chosen", "text")}
    return taking_minutes.close(desk.store, key, minutes=read_minutes(text, today=HELD), answers=answers)


@pytest.mark.parametrize("seed", [3, 41])
def test_undo_of_the_closing_restores_every_commitment_and_redo_brings_it_back(desk: Any, seed: int) -> None:
    dice = random.Random(seed)
    project = desk.new("projects", name="Parque ficticio")
    meeting = a_meeting(desk, project)
    items = [
        desk.item(description=f"Promesa {n}", project_id=project, due_on=HELD + timedelta(days=dice.randint(-20, 40)),
                  state=dice.choice((State.PENDING, State.IN_PROGRESS, State.DONE)))
        for n in range(dice.randint(6, 9))
    ]  # fmt: skip
    codes = {key: desk.read("action_items", key)["code"] for key in items}
    fates = {key: dice.choice(("closed", "moved", "stays", "mention", "silence")) for key in items}
    line = {"closed": "{}: cumplido, con acta", "moved": "{} → 30/11 falta la firma", "stays": "{}: sigue",
            "mention": "Se recuerda {}.", "silence": ""}  # fmt: skip
    decided, promised = dice.randint(1, 4), dice.randint(1, 6)
    text = "\n".join([
        *(line[fates[key]].format(codes[key]) for key in items),
        *(f"ACUERDO Se aprueba el punto {n} de la obra {chr(65 + n)}" for n in range(decided)),
        *(f"COMPROMISO Hacer la cosa {n} de la calle {chr(75 + n)} +5" for n in range(promised)),
    ])  # fmt: skip
    before, seq = desk.state(), desk.store.seq
    made = closed(desk, meeting, text)
    assert desk.store.seq == seq + 1
    assert (made.decisions, made.commitments) == (decided, promised)
    assert {review["action_item_id"] for review in desk.all("reviews")} == set(items)
    assert len(desk.all("action_items")) == len(items) + promised  # none was copied
    for key in items:
        (review,) = desk.all("reviews", action_item_id=key)
        done = next(row for row in before["action_items"] if row["id"] == key)["state"] is State.DONE
        wanted = {"closed": Fate.CLOSED, "moved": Fate.STAYS if done else Fate.MOVED}.get(fates[key], Fate.STAYS)
        assert review["fate"] is wanted
        now = desk.read("action_items", key)
        assert (now["state"] is State.DONE) == (done or wanted is Fate.CLOSED)
        if wanted is Fate.MOVED:
            assert now["due_on"] == date(2026, 11, 30)
    after = desk.state()
    history.undo_tx(desk.store, made.tx_id)
    assert desk.state() == before
    assert desk.store.verify() == []
    history.redo(desk.store)
    assert desk.state() == after
    assert desk.store.verify() == []
    again = closed(desk, meeting, text)
    assert again.tx_id is None
    assert desk.state() == after


def test_what_was_not_mentioned_is_asked_about_by_the_next_meeting(local_desk: Any) -> None:
    desk = local_desk
    project = desk.new("projects", name="Parque ficticio")
    meeting = a_meeting(desk, project, date(2026, 6, 9))
    silent, gone = desk.item(project_id=project), desk.item(project_id=project)
    closed(desk, meeting, f"{desk.read('action_items', gone)['code']}: cumplido")
    following = sheet(desk, a_meeting(desk, project))
    assert {one.item.key for one in following.old} == {silent, gone}  # the closed one waits for verification
    assert [one.fate for one in following.old] == [None, None]


def test_a_move_without_a_reason_says_that_it_was_agreed(local_desk: Any) -> None:
    desk = local_desk
    project = desk.new("projects", name="Parque ficticio")
    meeting, item = a_meeting(desk, project), desk.item(project_id=project)
    closed(desk, meeting, "", {item: Answer(Fate.MOVED, "", date(2026, 7, 15))})
    (line,) = desk.all("reschedules")
    assert (line["due_after"], line["reason"]) == (date(2026, 7, 15), AGREED)


def test_an_answer_given_by_key_is_not_written_again(local_desk: Any) -> None:
    desk = local_desk
    project = desk.new("projects", name="Parque ficticio")
    meeting, item = a_meeting(desk, project), desk.item(project_id=project)
    meetings.answer(desk.store, meeting, [item], fate=Fate.STAYS, answer="Falta la firma")
    code = desk.read("action_items", item)["code"]
    closed(desk, meeting, f"{code}: cumplido")  # what is recorded with words goes before the text
    (review,) = desk.all("reviews")
    assert (review["fate"], review["answer"]) == (Fate.STAYS, "Falta la firma")


def test_the_old_commitments_of_a_series_are_asked_about_whatever_the_kind(local_desk: Any) -> None:
    desk = local_desk
    series = desk.new("meeting_series", name="Mesa mensual")
    before = desk.new("meetings", subject="Mayo", held_on=date(2026, 5, 6), series_id=series)
    elsewhere = desk.new("meetings", subject="Otra", held_on=date(2026, 5, 6))
    mine, other = desk.item(meeting_id=before), desk.item(meeting_id=elsewhere)
    meeting = desk.new("meetings", subject="Junio", held_on=HELD, series_id=series)
    assert [one.item.key for one in sheet(desk, meeting).old] == [mine]
    assert other not in [one.item.key for one in sheet(desk, meeting).old]


def test_risks_and_lessons_become_records_once(desk: Any) -> None:
    project = desk.new("projects", name="Parque ficticio")
    meeting = a_meeting(desk, project)
    text = "RIESGO El muro puede ceder\nLECCIÓN Avisar antes a las vecinas\nRIESGO"
    made = closed(desk, meeting, text)
    assert (made.risks, made.lessons) == (1, 1)
    (risk,), (lesson,) = desk.all("risks"), desk.all("lessons")
    assert (risk["text"], risk["project_id"], risk["noted_on"]) == ("El muro puede ceder", project, HELD)
    assert (lesson["text"], lesson["meeting_id"]) == ("Avisar antes a las vecinas", meeting)
    again = closed(desk, meeting, text.replace("puede ceder", "puede ceder hoy"))
    assert (again.risks, again.lessons) == (0, 0)
    assert [one.kind for one in sheet(desk, meeting).recorded] == [Tag.RISK, Tag.LESSON]
    desk.undo()
    assert desk.all("risks") == desk.all("lessons") == []
    history.redo(desk.store)
    meetings.delete(desk.store, [meeting])
    kept = [*desk.all("risks"), *desk.all("lessons")]
    assert [(one["project_id"], one["meeting_id"]) for one in kept] == [(project, None)] * 2, "the project keeps them"
    desk.undo()
    assert desk.all("risks")[0]["meeting_id"] == meeting
