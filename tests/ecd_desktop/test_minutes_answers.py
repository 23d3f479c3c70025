"""What a text says of old commitments: a line that begins with a code answers it, a code anywhere mentions it."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records.action_items import State
from db.records.meetings import Fate
from ecd_desktop.minutes_answers import Answer, Because, Told, read_move, settled, told

HELD = date(2026, 11, 23)  # a Monday
CODE = "COM-2026-012"
KEY = object()


def said(line: str) -> Told | None:
    return told(f"Antes\n{line}", [CODE], today=HELD).get(CODE)


@pytest.mark.parametrize(
    ("line", "fate", "answer", "due_on"),
    [
        (f"{CODE}: cumplido", Fate.CLOSED, "", None),
        (f"- **{CODE}** hecho, con acta", Fate.CLOSED, "con acta", None),
        (f"{CODE.lower()}: Cumplida: se entregó el 20/11", Fate.CLOSED, "se entregó el 20/11", None),
        (f"{CODE} → 30/11 falta la firma", Fate.MOVED, "falta la firma", date(2026, 11, 30)),
        (f"{CODE}: -> vie, falta la firma", Fate.MOVED, "falta la firma", date(2026, 11, 27)),
        (f"{CODE} reprogramado para fin de mes: no hay presupuesto", Fate.MOVED, "no hay presupuesto",
         date(2026, 11, 30)),
        (f"{CODE}: moved to 30/11, no money", Fate.MOVED, "to, no money", date(2026, 11, 30)),
        (f"{CODE} → cuando se pueda", Fate.MOVED, "cuando se pueda", None),
        (f"{CODE}: sigue, falta la firma", Fate.STAYS, "falta la firma", None),
        (f"{CODE}: falta la firma", Fate.STAYS, "falta la firma", None),
        (f"{CODE}:", None, "", None),
        (f"{CODE} es lo que más preocupa", None, "", None),
        (f"Carmen recuerda {CODE}: cumplido a medias", None, "", None),
    ],
)  # fmt: skip
def test_a_line_says_what_becomes_of_an_old_commitment(
    line: str, fate: Fate | None, answer: str, due_on: date | None
) -> None:
    found = said(line)
    assert found is not None
    if "moved to" not in line:
        assert (found.fate, found.said, found.due_on, found.line) == (fate, answer, due_on, 1)
    else:
        assert (found.fate, found.due_on) == (fate, due_on)


@pytest.mark.parametrize("line", ["", "COM-2026-0123: cumplido", "XCOM-2026-012", "COM-2026-01 hecho", "ß𝄞 ﬁ COM"])
def test_another_code_is_not_this_one(line: str) -> None:
    assert said(line) is None


def test_an_answer_goes_before_a_mention_and_the_last_answer_before_the_first() -> None:
    text = f"{CODE}: cumplido\nSe habla de {CODE}.\n{CODE}: sigue\nY otra vez {CODE}"
    found = told(text, [CODE], today=HELD)[CODE]
    assert (found.fate, found.line) == (Fate.STAYS, 2)


def test_a_code_of_another_form_is_found_too() -> None:
    assert told("Acta 3/2025: hecho", ["acta 3/2025"], today=HELD)["acta 3/2025"].fate is Fate.CLOSED


def one(fate: Fate | None = None, answer: str = "", state: State = State.PENDING) -> Any:
    item = SimpleNamespace(key=KEY, code=CODE, description="Pintar", due_on=date(2026, 11, 20), state=state)
    return SimpleNamespace(item=item, fate=fate, answer=answer, due_before=None, due_after=None, state_before=None)


def test_keys_go_before_what_is_recorded_and_that_before_the_text() -> None:
    line = {CODE: Told(CODE, 3, Fate.CLOSED)}

    def because(recorded: Any, text: Any, chosen: Any) -> tuple[Fate, Because]:
        (found,) = settled([recorded], text, chosen)
        return found.answer.fate, found.because

    assert because(one(), {}, {}) == (Fate.STAYS, Because.SILENCE)
    assert because(one(), {CODE: Told(CODE, 3)}, {}) == (Fate.STAYS, Because.MENTIONED)
    assert because(one(), line, {}) == (Fate.CLOSED, Because.TEXT)
    assert because(one(Fate.STAYS), line, {}) == (Fate.CLOSED, Because.TEXT)
    assert because(one(Fate.STAYS, "falta"), line, {}) == (Fate.STAYS, Because.RECORDED)
    moved = Answer(Fate.MOVED, "falta", date(2026, 12, 1))
    assert because(one(Fate.STAYS, "falta"), line, {KEY: moved}) == (Fate.MOVED, Because.CHOSEN)


@pytest.mark.parametrize(
    ("due_on", "reason", "state", "fate", "lacks"),
    [
        (date(2026, 12, 1), "falta", State.PENDING, Fate.MOVED, False),
        (date(2026, 12, 1), "", State.PENDING, Fate.MOVED, True),
        (date(2026, 11, 20), "falta", State.PENDING, Fate.STAYS, True),
        (None, "falta", State.PENDING, Fate.STAYS, True),
        (date(2026, 12, 1), "falta", State.DONE, Fate.STAYS, True),
    ],
)
def test_a_date_moves_as_far_as_it_can_and_says_what_is_missing(
    due_on: date | None, reason: str, state: State, fate: Fate, lacks: bool
) -> None:
    (found,) = settled([one(state=state)], {CODE: Told(CODE, 0, Fate.MOVED, reason, due_on)}, {})
    assert (found.answer.fate, bool(found.lacks)) == (fate, lacks)


@given(before=st.text(max_size=30), after=st.text(max_size=80), sign=st.sampled_from(["", ":", " →", ": hecho "]))
def test_no_text_makes_it_fail_and_a_code_is_always_heard(before: str, after: str, sign: str) -> None:
    text = f"{before}\n{CODE}{sign} {after}"
    found = told(text, [CODE, "Acta 3"], today=HELD)
    assert found[CODE].line >= 1
    read_move(after, today=HELD)
