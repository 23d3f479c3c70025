"""A topic through all meetings: its chain both ways, with what was concluded, decided, promised and noted each time."""

from datetime import date
from typing import Any

import pytest

from db.queries import topics
from db.queries.search_texts import Wanted, look
from db.records.action_items import Reach
from ecd_desktop import calendar
from ecd_desktop.services import action_items, agenda_items, decisions, meetings, risks_and_lessons
from ecd_desktop.topic_story import Step, as_html, as_text, story
from tests.ecd_desktop.services.conftest import Desk


@pytest.fixture
def desk(store: Any) -> Desk:
    calendar.set_today(date(2026, 6, 10))
    return Desk(store)


TEXT = """Se abre la sesión.
## 1. Horario
Las madres piden abrir antes.
COMPROMISO Consultar el horario con la junta directiva @nadie
## 2. Otra cosa
COMPROMISO Comprar los libros del rincón de lectura
"""


def told(desk: Desk, topic: Any) -> tuple[Step, ...]:
    with desk.store.reading() as session:
        return story(session, topic, clock=calendar.clock(calendar.today(), calendar.Calendar()))


def a_long_topic(desk: Desk) -> tuple[list[Any], list[Any]]:
    """One that was put off, dealt with, and waits: its topics and their meetings."""
    first = desk.new("meetings", subject="Mayo", held_on=date(2026, 5, 5))
    second = desk.new("meetings", subject="Junio", held_on=date(2026, 6, 2), minutes_text=TEXT)
    topic = agenda_items.add(desk.store, meeting=first, title="Horario de la cuna")
    (again,) = agenda_items.put_off(desk.store, [topic], to=second)
    draft = desk.draft("agenda_items", again)
    draft.set("title", "Horario")
    agenda_items.save(desk.store, draft)
    agenda_items.add(desk.store, meeting=second, title="Otra cosa")
    agenda_items.treat(desk.store, [again], conclusion="Se prueba un mes.")
    (waits,) = agenda_items.bring(desk.store, "agenda_items", [again], meeting=None)
    return [topic, again, waits], [first, second]


def test_whichever_meeting_is_asked_the_whole_story_is_told(desk: Desk) -> None:
    keys, (first, second) = a_long_topic(desk)
    decisions.add(desk.store, meeting=second, text="Se abre a las siete.", agenda_item_id=keys[1])
    risks_and_lessons.note(desk.store, "risks", text="Faltan turnos", meeting=second, agenda_item_id=keys[1])
    mine = desk.item(description="Consultar el horario con la junta directiva", meeting_id=second)
    desk.item(description="Comprar los libros del rincón de lectura", meeting_id=second)
    desk.item(description="Consultar el horario con la junta directiva", meeting_id=second, reach=Reach.INTERNAL_TASK)
    for key in keys:
        steps = told(desk, key)
        assert [one.topic.key for one in steps] == keys
    assert [one.meeting.key if one.meeting else None for one in steps] == [first, second, None]
    middle = steps[1]
    assert middle.notes == "Las madres piden abrir antes."
    assert [one.text for one in middle.decisions] == ["Se abre a las siete."]
    assert [one.key for one in middle.commitments] == [mine]
    assert [one.text for one in middle.noted] == ["Faltan turnos"]
    words = as_text(steps)
    order = ["Horario", "05/05/2026 · Mayo", "02/06/2026 · Junio", "Se prueba un mes.", "Las madres piden",
             "Se abre a las siete.", "Consultar el horario", "Faltan turnos", "Waits for a meeting"]  # fmt: skip
    places = [words.index(part) for part in order]
    assert places == sorted(places)
    assert "libros" not in words
    assert as_html(steps).count("<h3>") == 3


def test_what_is_typed_is_text_on_the_clipboard_whatever_it_looks_like(desk: Desk) -> None:
    meeting = desk.new("meetings", subject="Mesa <b>", held_on=date(2026, 6, 2))
    topic = agenda_items.add(desk.store, meeting=meeting, title="</h2><script>& ñ")
    assert "<script>" not in as_html(told(desk, topic))
    assert "</h2><script>& ñ" in as_text(told(desk, topic))
    agenda_items.delete(desk.store, [topic])
    assert told(desk, topic) == ()
    assert as_text(()) == ""


def test_matters_are_found_by_any_of_their_words_and_those_that_wait_come_first(desk: Desk) -> None:
    keys, (_first, second) = a_long_topic(desk)
    decisions.add(desk.store, meeting=second, text="Se abre a las siete.", agenda_item_id=keys[1])
    alone = agenda_items.add(desk.store, meeting=second, title="Balance")
    meetings.set_projects(desk.store, second, projects=[])

    def found(text: str) -> list[Any]:
        with desk.store.reading() as session:
            return [one.key for one in topics.matters(session, text)]

    assert found("")[0] == keys[2]
    assert set(found("")[1:]) >= {alone}
    for text in ("cuna", "prueba MES", "siete"):
        assert found(text) == [keys[2]]
    assert found("nada") == []
    with desk.store.reading() as session:
        (matter,) = topics.matters(session, "horario")
    assert (matter.keys, matter.meetings, matter.parked) == (tuple(keys), 2, True)
    assert (matter.first_on, matter.last_on) == (date(2026, 5, 5), date(2026, 6, 2))
    with desk.store.reading() as session:
        hits = [one for group in look(session, Wanted("horario", noun="agenda_items")) for one in group.hits]
    assert {one.opens for one in hits} == {("agenda_items", key) for key in keys}


def test_a_commitment_that_was_taken_to_a_meeting_and_is_an_internal_task_by_now_is_not_told(desk: Desk) -> None:
    meeting = desk.new("meetings", subject="Junio", held_on=date(2026, 6, 2))
    item = desk.item(description="Regar el parque")
    (topic,) = agenda_items.bring(desk.store, "action_items", [item], meeting=meeting, title="El parque")
    assert [one.key for one in told(desk, topic)[0].commitments] == [item]
    draft = desk.draft("action_items", item)
    draft.set("reach", Reach.INTERNAL_TASK)
    action_items.save(desk.store, draft)
    assert told(desk, topic)[0].commitments == ()
