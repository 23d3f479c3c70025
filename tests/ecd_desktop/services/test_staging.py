"""What is put into many cells is looked at first: each text is read by its column, and what is not clear is asked."""

from datetime import date
from typing import Any

import pytest

from db.records.action_items import State
from ecd_desktop.exchange.dates import Style
from ecd_desktop.language import use
from ecd_desktop.services import reference, staging
from ecd_desktop.services.staging import PASTED, REPLACED, Answers, Place, Verdict, answer_new
from tests.ecd_desktop.services.conftest import Desk

GDU = reference.key_of("organisations", "gdu")
MAKES = frozenset({"people", "organisations"})


@pytest.fixture
def desk(local_office: Any) -> Desk:
    return Desk(local_office)


def put(key: Any, field: str, text: str, **more: Any) -> Place:
    return Place(key, "Pintar el cruce", field, tuple(field.split("/")), text=text, **more)


def staged(desk: Desk, places: list[Place], answers: Answers | None = None) -> staging.Staged:
    return staging.stage(desk.store, "action_items", places, answers or Answers(), makes=MAKES)


def test_a_paste_says_how_many_are_fine_and_what_is_wrong_with_each_of_the_others(desk: Desk) -> None:
    keys = [desk.item(due_on=None) for _n in range(4)]
    places = [put(key, "due_on", text) for key, text in zip(keys, ("03/04/2026", "05/06/2026", "", "x"), strict=True)]
    places += [put(key, "progress", text) for key, text in zip(keys, ("40%", "0", "250", "mucho"), strict=True)]
    places += [put(keys[0], "person_id", "Ana Ríos Vela"), put(None, "remarks", "nota")]
    places += [Place(keys[0], "", "Código", (), text="OTRO", now="COM-2026-001")]
    places += [Place(keys[1], "", "Código", (), text="COM-2026-002", now="COM-2026-002")]
    told = staged(desk, places)
    verdicts = [line.verdict for line in told.lines]
    V = Verdict
    assert verdicts == [
        V.UNCLEAR, V.UNCLEAR, V.SAME, V.REFUSED, V.FINE, V.SAME, V.REFUSED, V.REFUSED, V.UNKNOWN, V.REFUSED, V.REFUSED,
        V.SAME,
    ]  # fmt: skip
    assert all(line.why for line in told.lines if line.verdict not in (V.FINE, V.SAME))
    assert staging.summary(told) == (
        "12 cells: 1 fine, 3 the same already, 2 dates unclear, 1 new person, 5 cannot be written"
    )
    assert (told.lines[4].old, told.lines[4].new) == ("0", "40")


def test_day_and_month_are_settled_by_their_column_or_asked_once_for_it(desk: Desk) -> None:
    keys = [desk.item(due_on=None), desk.item(due_on=None)]
    told = staged(desk, [put(keys[0], "due_on", "03/04/2026"), put(keys[1], "due_on", "25/04/2026")])
    assert told.dates == ()
    assert [one.want.value for one in told.fine] == [date(2026, 4, 3), date(2026, 4, 25)]
    open_ = [put(keys[0], "due_on", "03/04/2026"), put(keys[1], "due_on", "05/06/2026")]
    (asked,) = staged(desk, open_).dates
    assert (asked.field, asked.samples) == ("due_on", ("03/04/2026", "05/06/2026"))
    for style, day in ((Style.DMY, date(2026, 4, 3)), (Style.MDY, date(2026, 3, 4))):
        told = staged(desk, open_, Answers(dates={"due_on": style}))
        assert told.fine[0].want.value == day
        assert [one.field for one in told.dates] == ["due_on"]  # the answer can be changed


def test_a_new_person_is_offered_beside_those_who_are_alike_and_made_only_when_that_is_chosen(desk: Desk) -> None:
    known = desk.new("people", given_names="Lucía", family_names="Ramos Paz")
    item, other = desk.item(), desk.item()
    places = [put(item, "person_id", "Lucia Ramos"), put(other, "person_id", "RAMOS PAZ, LUCIA")]
    told = staged(desk, places)
    assert [line.verdict for line in told.lines] == [Verdict.UNKNOWN, Verdict.FINE]  # in any order and without accents
    (asked,) = told.names
    assert [one.key for one in asked.near] == [known]
    assert asked.makes
    assert told.made == ()
    answers = Answers(names={asked.id: known})
    assert [one.want.value for one in staged(desk, places, answers).fine] == [known, known]
    answer_new(answers, asked.id)
    told = staged(desk, places, answers)
    assert [one.name for one in told.made] == ["Lucia Ramos"]
    assert len(desk.all("people")) == 1
    assert staging.write(desk.store, "action_items", told, PASTED, answers) == 2
    assert {one["given_names"] for one in desk.all("people")} == {"Lucía", "Lucia"}
    desk.undo()
    assert len(desk.all("people")) == 1


def test_units_are_known_by_name_and_acronym_and_a_cell_of_both_finds_who_is_meant(desk: Desk) -> None:
    person = desk.new("people", given_names="Ana", family_names="Ríos")
    unit = desk.read("organisations", GDU)
    items = [desk.item(unit_id=None) for _n in range(4)]
    texts = (unit["acronym"], unit["name"].upper(), f"{unit['name']} ({unit['acronym']})", "Ana Ríos")
    told = staged(desk, [put(key, "unit_id/person_id", text) for key, text in zip(items, texts, strict=True)])
    assert [(one.want.field, one.want.value) for one in told.fine] == [
        *[("unit_id", GDU)] * 3, ("person_id", person),
    ]  # fmt: skip


def test_words_of_departments_stand_for_states_and_a_weekday_for_a_date(desk: Desk) -> None:
    use("es")
    key, other = desk.item(), desk.item(due_on=None)
    told = staged(desk, [put(key, "state", "Concluido"), put(other, "due_on", "vie")])
    assert [one.want.value for one in told.fine] == [State.DONE, date(2026, 6, 12)]


def test_find_and_replace_keeps_to_the_case_and_to_whole_words_where_that_is_wanted(desk: Desk) -> None:
    texts = ("El Cruce y el cruce", "Los cruces (cruce)", "Nada")
    keys = [desk.item(remarks=text) for text in texts]
    places = [put(key, "remarks", "") for key in keys]

    def found(**how: bool) -> list[Any]:
        return [one.value for one in staging.replacing(desk.store, "action_items", places, "cruce", "paso", **how)]

    assert found() == ["El paso y el paso", "Los pasos (paso)"]
    assert found(case=True) == ["El Cruce y el paso", "Los pasos (paso)"]
    assert found(whole=True) == ["El paso y el paso", "Los cruces (paso)"]
    assert staging.replacing(desk.store, "action_items", places, "", "paso") == []
    assert staging.replacing(desk.store, "action_items", places, "(", r"\1")[0].value == r"Los cruces \1cruce)"
    told = staged(desk, staging.replacing(desk.store, "action_items", places, "cruce", ""))
    assert [(line.old, line.new) for line in told.lines][1] == ("Los cruces (cruce)", "Los s ()")
    staging.write(desk.store, "action_items", told, REPLACED, Answers())
    desk.undo()
    assert [desk.read("action_items", key)["remarks"] for key in keys] == list(texts)


def test_of_stages_with_one_name_the_one_of_the_projects_own_set_is_meant(desk: Desk) -> None:
    stages = desk.all("stages", name="Ejecución")
    assert len(stages) > 1
    kinds = {one["stage_set"]: one["id"] for one in desk.all("intervention_types")}
    keys = {one["id"]: desk.new("projects", name=f"Parque {n}", intervention_type_id=kinds[one["stage_set"]])
            for n, one in enumerate(stages)}  # fmt: skip
    places = [Place(key, "", "Etapa", ("stage_id",), text="Ejecución") for key in keys.values()]
    told = staging.stage(desk.store, "projects", places, Answers())
    assert {one.want.key: one.want.value for one in told.fine} == {key: stage for stage, key in keys.items()}
