"""Saved views: one's own and everybody's, each verb one change that can be taken back, on both databases."""

from collections.abc import Callable

import pytest

from db.errors import Invalid
from db.queries.saved_views import SavedViewRow, of_place
from db.store import Store
from ecd_desktop.errors import Expected
from ecd_desktop.services import saved_views

HERE = "action_items"


def seen(store: Store, who: str = "") -> list[SavedViewRow]:
    with store.reading() as session:
        return of_place(session, HERE, who or store.who)


def test_a_view_is_saved_renamed_shared_deleted_and_every_step_is_taken_back(store: Store) -> None:
    key = saved_views.save_new(store, place=HERE, name=" Vencidas ", content="{}")
    saved_views.rename(store, key, name="Vencidas de EMAPE")
    saved_views.share(store, key, shared=True)
    saved_views.save_over(store, key, content='{"text": "x"}', seen="{}")
    saved_views.delete(store, [key])
    assert seen(store) == []
    store.undo()
    (row,) = seen(store)
    assert (row.name, row.shared, row.content, row.owner) == ("Vencidas de EMAPE", True, '{"text": "x"}', store.who)
    for expected in ("{}",):
        store.undo()
        assert seen(store)[0].content == expected
    store.undo()
    assert not seen(store)[0].shared
    store.undo()
    assert seen(store)[0].name == "Vencidas"
    store.undo()
    assert seen(store) == []
    assert store.verify() == []


def test_each_change_has_a_name_with_the_view_in_it(store: Store) -> None:
    key = saved_views.save_new(store, place=HERE, name="Mías", content="{}")
    saved_views.rename(store, key, name="Nuestras")
    saved_views.share(store, key, shared=True)
    saved_views.share(store, key, shared=False)
    saved_views.save_over(store, key, content="{ }", seen="{}")
    saved_views.delete(store, [key])
    labels = [step.label.format(**step.args) for step in store.activity(limit=6)]
    assert labels == [
        "Delete view “Nuestras”", "Save view “Nuestras”", "Keep view “Nuestras” for its owner",
        "Share view “Nuestras” with everybody", "Rename view “Mías” to “Nuestras”", "New view “Mías”",
    ]  # fmt: skip


def test_others_see_what_is_shared_and_nothing_else(store: Store) -> None:
    saved_views.save_new(store, place=HERE, name="Mía", content="{}")
    saved_views.save_new(store, place=HERE, name="De todos", content="{}", shared=True)
    saved_views.save_new(store, place="projects", name="Otra lista", content="{}", shared=True)
    assert [row.name for row in seen(store)] == ["De todos", "Mía"]
    assert [row.name for row in seen(store, "Otra Persona Ficticia")] == ["De todos"]


def test_a_name_stands_once_accents_aside(store: Store) -> None:
    key = saved_views.save_new(store, place=HERE, name="Próximas", content="{}")
    saved_views.save_new(store, place="projects", name="Próximas", content="{}")
    with pytest.raises(Invalid):
        saved_views.save_new(store, place=HERE, name="PROXIMAS", content="{}")
    other = saved_views.save_new(store, place=HERE, name="Otras", content="{}")
    with pytest.raises(Invalid):
        saved_views.rename(store, other, name="próximas")
    saved_views.rename(store, key, name="PRÓXIMAS")  # its own name, written otherwise
    assert [row.name for row in seen(store)] == ["Otras", "PRÓXIMAS"]


def test_what_somebody_saved_meanwhile_is_not_written_over(store: Store) -> None:
    key = saved_views.save_new(store, place=HERE, name="De todos", content="{}", shared=True)
    saved_views.save_over(store, key, content="theirs", seen="{}")
    with pytest.raises(Expected, match="meantime"):
        saved_views.save_over(store, key, content="mine", seen="{}")
    assert seen(store)[0].content == "theirs"


def test_only_the_owner_takes_a_view_away_from_the_others(sqlite_url: str, open_store: Callable[..., Store]) -> None:
    first = open_store(sqlite_url, who="Prueba Ficticia")
    key = saved_views.save_new(first, place=HERE, name="De todos", content="{}", shared=True)
    first.close()
    second = open_store(sqlite_url, who="Otra Persona Ficticia")
    with pytest.raises(Expected, match="Prueba Ficticia"):
        saved_views.share(second, key, shared=False)
    assert seen(second)[0].shared


def test_a_view_that_is_gone_is_said_to_be_gone(store: Store) -> None:
    key = saved_views.save_new(store, place=HERE, name="Mía", content="{}")
    saved_views.delete(store, [key])
    for verb in (
        lambda: saved_views.rename(store, key, name="Otra"),
        lambda: saved_views.share(store, key, shared=True),
        lambda: saved_views.save_over(store, key, content="{}", seen="{}"),
    ):
        with pytest.raises(Expected):
            verb()
