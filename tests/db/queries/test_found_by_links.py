"""An action item is found by the words of what it is linked to, and by a former name of its unit."""

from datetime import date

import pytest

from db.queries.action_items import LISTING
from db.queries.listing import Ask
from db.queries.traffic_light import Clock
from db.records import ActionItem, Meeting, Organisation, Person, Project
from db.store import Store

DAY = date(2026, 6, 1)
CLOCK = Clock(DAY, DAY, DAY, DAY)


@pytest.fixture
def filled(store: Store) -> Store:
    """Two items: the first with everything linked, its unit renamed since; the second with nothing. DATOS FICTICIOS."""
    with store.change("Prueba ficticia") as work:
        heir = work.add(Organisation(name="Gerencia de Desarrollo Ficticio", acronym="GDF"))
        unit = work.add(Organisation(name="Subgerencia Ñuñoa", acronym="SÑ", successor_id=heir.id))
        person = work.add(Person(given_names="Iñigo", family_names="Ñahui Peña"))
        project = work.add(Project(code="PRY-2026-900", name="Escalera de Huánuco"))
        meeting = work.add(Meeting(code="REU-2026-900", number="ACTA N° 077-2026"))
        work.add(
            ActionItem(
                code="COM-2026-901", description="Evaluar el muro al 100%", unit_id=unit.id, person_id=person.id,
                project_id=project.id, meeting_id=meeting.id,
            )
        )  # fmt: skip
        work.add(ActionItem(code="COM-2026-902", description="Pintar el muro"))
    return store


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("muro", ["COM-2026-901", "COM-2026-902"]), ("evaluar", ["COM-2026-901"]), ("nunoa", ["COM-2026-901"]),
        ("gdf", ["COM-2026-901"]), ("ÑAHUI inigo", ["COM-2026-901"]), ("huanuco", ["COM-2026-901"]),
        ("acta 077", ["COM-2026-901"]), ("muro huanuco iñigo", ["COM-2026-901"]), ("pintar huanuco", []),
        ("100%", ["COM-2026-901"]), ("1_0", []), ("%", ["COM-2026-901"]), ("ausente", []),
    ],
)  # fmt: skip
def test_words_are_looked_for_in_the_item_and_in_what_it_is_linked_to(
    filled: Store, typed: str, found: list[str]
) -> None:
    ask = Ask(text=typed, clock=CLOCK)
    with filled.reading() as session:
        assert sorted(row.code for row in LISTING.all(session, ask)) == found
        assert LISTING.count(session, ask) == len(found) == len(LISTING.keys(session, ask))
        assert sum(number for _value, number in LISTING.facets(session, "state", ask)) == len(found)
