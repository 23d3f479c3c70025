"""A noun with a place is known wherever nouns are told apart; what was forgotten is said with its file."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from db.queries.listing import Listing
from db.queries.search import NAMED
from db.queries.search_texts import TITLES
from db.records import fields_of, record_class
from ecd_desktop.services import creating, field_changes, nouns, records
from ui.help import pages as help_pages
from ui.pages import RECORDS
from ui.shell_places import Place

ROOT = Path(__file__).parents[2]


def forgotten(place: Place) -> Iterator[str]:
    """Where a noun is still unknown, a sentence each."""
    noun = place.entity
    cls = record_class(noun)
    if not isinstance(getattr(import_module(f"db.queries.{noun}"), "LISTING", None), Listing):
        yield f"db/queries/{noun}.py: LISTING is what its list asks"
    if noun not in NAMED:
        yield "db/queries/search.py: _named() says how the palette, links and the bin find it and call it"
    if noun not in TITLES:
        yield "db/queries/search_texts.py: TITLES names the fields whose words count most in the full text"
    if noun not in nouns.LABELS:
        yield "ecd_desktop/services/records.py: LABELS says what its changes are called in the history"
    if "code" in fields_of(cls) and noun not in nouns.SERIES:
        yield "ecd_desktop/services/records.py: SERIES names the series of its codes and the date that says the year"
    for name in nouns.SERIES.get(noun, ())[1:]:
        if name not in fields_of(cls):
            yield f"ecd_desktop/services/records.py: SERIES names the date {name}, which it does not have"
    if unknown := {*field_changes.RULED.get(noun, ()), *field_changes.BEGINS.get(noun, ())} - set(fields_of(cls)):
        yield f"ecd_desktop/services/field_changes.py: RULED or BEGINS names {', '.join(sorted(unknown))}"
    if not (ROOT / "resources" / "icons" / "outline" / f"{place.icon}.svg").is_file():
        yield f"resources/icons/outline: the icon {place.icon} of ui/pages.py is not there"
    if place.id not in help_pages.ORDER:
        yield f"ui/help/pages.py: ORDER puts its help page ({noun}.md in each language) among the others"
    if not callable(getattr(import_module(f"ui.{place.id}.screen"), "build", None)):
        yield f"ui/{place.id}/screen.py: build(here) makes its page"
    if not callable(getattr(import_module(f"ui.{place.id}.commands"), "commands", None)):
        yield f"ui/{place.id}/commands.py: commands() answers its gestures"


@pytest.mark.parametrize("place", RECORDS, ids=lambda place: place.id)
def test_a_noun_with_a_place_is_known_wherever_nouns_are_told_apart(place: Place) -> None:
    missing = list(forgotten(place))
    if missing:
        pytest.fail(f"{place.id} is still unknown here:\n" + "\n".join(missing), pytrace=False)


@pytest.mark.parametrize("place", RECORDS, ids=lambda place: place.id)
def test_what_a_link_lacks_can_be_made_of_any_noun_from_its_name(place: Place) -> None:
    draft = records.new_draft(place.entity, **creating.begun(place.entity, "Ejemplo de prueba"))
    assert "Ejemplo" in " ".join(str(value) for value in draft.wanted.values() if value is not None)
