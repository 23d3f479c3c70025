"""What a department's answer does to its commitment, on every state and random answers: the rules of the verbs hold."""

import random
from collections import Counter
from datetime import date

from db.fields import Json
from db.records import new_key
from db.records.action_items import FOLLOWS, State
from ecd_desktop.services import commitment_replies as replies
from ecd_desktop.services.merged_records import Rules, blank
from ecd_desktop.services.overlay import Values

REPLY = replies.Reply("EMAPE", date(2026, 6, 8))


def commitment(chance: random.Random, state: State) -> Values:
    settled = state in (State.DONE, State.VERIFIED)
    return {
        **blank("action_items"), "code": "COM-2026-001", "description": "Pintar el cruce", "state": state.value,
        "progress": 100 if settled else chance.choice([0, 20, 60]), "due_on": chance.choice([None, "2026-06-30"]),
        "state_reason": "Así se dijo" if state in (State.CANCELLED, State.TRANSFERRED) else None,
        "reported_on": "2026-06-01" if settled else None,
    }  # fmt: skip


def answer(chance: random.Random) -> Values:
    told: Values = {}
    if chance.random() < 0.7:
        told["state"] = chance.choice([None, *(one.value for one in State)])
    if chance.random() < 0.5:
        told["progress"] = chance.choice([0, 10, 80, 100, None])
    if chance.random() < 0.4:
        told[replies.NEW_DUE] = "2026-08-01"
    if chance.random() < 0.4:
        told[replies.NEW_DUE_REASON] = "Falta el permiso"
    for name in (replies.DONE_TEXT, replies.EVIDENCE):
        if chance.random() < 0.3:
            told[name] = "Oficio 233-2026"
    if chance.random() < 0.1:
        told[replies.WITHDRAW] = "A pedido de EMAPE"
    if replies.NEW_DUE not in told:
        told.pop(replies.NEW_DUE_REASON, None)
    return told


def test_whatever_is_answered_the_rules_of_the_verbs_hold() -> None:
    chance, rules, tried = random.Random(5), Rules(), Counter[str]()
    for n in range(3_000):
        was = list(State)[n % len(State)]
        now, told = commitment(chance, was), answer(chance)
        if why := replies.refusal(now, told):
            assert why.endswith(".")
            tried["refused"] += 1
            continue
        values, made = replies.after(new_key(), now, told, REPLY)
        state = State(str(values["state"]))
        assert state is was or state in FOLLOWS[was]
        assert (state is State.VERIFIED) <= (was is State.VERIFIED)  # nobody but the team verifies
        if state is State.DONE and was is not State.DONE:
            assert values["reported_on"] == "2026-06-08"
            assert values["progress"] == (100 if told.get("progress") is None else told["progress"])
        logged = [values_ for noun, values_ in made if noun == "progress_entries"]
        moved = (values["state"], values["progress"]) != (now["state"], now["progress"])
        assert len(logged) == (moved or bool(told.get(replies.DONE_TEXT)))
        assert all((one["state"], one["progress"]) == (values["state"], values["progress"]) for one in logged)
        moves = [values_ for noun, values_ in made if noun == "reschedules"]
        promised = now["due_on"] is not None and was is not State.DRAFT
        assert len(moves) == (promised and values["due_on"] != now["due_on"])
        assert all(one["reason"] for one in moves)
        for noun, record in made:
            assert not rules.problems(noun, {**blank(noun), **record})
        wrong = rules.problems("action_items", values) - rules.problems("action_items", now)
        if not wrong:  # a state without its reason: the record's own rules say so to the person who decides
            tried[state.value] += 1
        else:
            assert state in (State.CANCELLED, State.TRANSFERRED)
            tried["without a reason"] += 1
    assert min(tried[one.value] for one in State if one is not State.TRANSFERRED) >= 20, tried
    assert min(tried["refused"], tried["without a reason"]) >= 50, tried


def test_nothing_follows_where_nothing_is_told() -> None:
    now = commitment(random.Random(1), State.IN_PROGRESS)
    untouched: dict[str, Json] = {}
    assert replies.after(new_key(), now, untouched, REPLY) == (now, [])
