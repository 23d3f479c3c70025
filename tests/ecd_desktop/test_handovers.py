"""The handover of a post tells promises both ways, letters, meetings and stakes, and nothing internal."""

from datetime import date
from typing import Any

from db.fields import Key
from db.queries.handover import handover
from db.records.action_items import Reach, State
from db.records.meetings import Confidentiality
from db.records.stakeholders import StakeRole
from db.store import Store
from ecd_desktop.calendar import Calendar, clock
from ecd_desktop.handovers import text
from ecd_desktop.services import records

DAY = date(2026, 6, 10)


def test_a_handover_tells_what_the_post_holds_and_nothing_internal(sqlite_store: Store) -> None:
    store, calendar = sqlite_store, Calendar(frozenset())

    def new(entity: str, **values: Any) -> Key:
        draft = records.new_draft(entity, **values)
        records.save(store, draft)
        return draft.key

    unit, other = new("organisations", name="Oficina ficticia"), new("organisations", name="Otra ficticia")
    rosa, juan = new("people", given_names="Rosa"), new("people", given_names="Juan")
    new("posts", person_id=rosa, organisation_id=unit, role="Gerenta")
    new("posts", person_id=rosa, organisation_id=other, role="Antes", ends_on=date(2026, 1, 31))
    project = new("projects", name="Escalera ficticia", internal_note="CANARIO")
    case = new("cases", title="Asunto ficticio")
    new("case_parties", case_id=case, organisation_id=unit)
    item: dict[str, Any] = {"reach": Reach.COMMITMENT, "state": State.PENDING, "due_on": date(2026, 6, 30)}
    new("action_items", description="Suyo", person_id=rosa, internal_note="CANARIO", **item)
    new("action_items", description="De la oficina", unit_id=unit, **item)
    new("action_items", description="De Juan CANARIO", unit_id=unit, person_id=juan, **item)
    new("action_items", description="Se le debe", case_id=case, unit_id=other, **item)
    new("action_items", description="Interna CANARIO", person_id=rosa, **item | {"reach": Reach.INTERNAL_TASK})
    new("documents", subject="Pide el plano", to_id=unit, dated_on=date(2026, 6, 1), reply_due_on=date(2026, 6, 15))
    new("documents", subject="Solo avisa CANARIO", to_id=unit, dated_on=date(2026, 6, 1))
    new("meetings", subject="Mesa ficticia", held_on=date(2026, 6, 20), chair_id=rosa)
    new("meetings", subject="Reservada CANARIO", held_on=date(2026, 6, 21), chair_id=rosa,
        confidentiality=Confidentiality.RESERVED)  # fmt: skip
    new("stakeholders", person_id=rosa, project_id=project, role=StakeRole.OPPONENT, interests="CANARIO",
        internal_note="CANARIO")  # fmt: skip

    with store.reading() as session:
        found = handover(session, rosa, clock(DAY, calendar))
    assert found is not None
    assert found.posts == (("Gerenta", "Oficina ficticia"),)
    assert {row.description for row in found.theirs} == {"Suyo", "De la oficina"}
    assert [row.description for row in found.ours] == ["Se le debe"]
    said = text(found, on=DAY, calendar=calendar, language="en")
    for words in ("Gerenta", "Suyo", "De la oficina", "Se le debe", "Pide el plano", "Mesa ficticia", "Escalera"):
        assert words in said
    assert "CANARIO" not in said
    assert "Opponent" not in said
