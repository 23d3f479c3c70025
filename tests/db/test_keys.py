"""Keys: read in bulk they are what the standard library would have made of the same digits."""

import copy
import pickle
import time
import uuid
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from db.fields import key_of
from db.queries import organisations
from db.queries.listing import Ask
from db.records import Organisation, new_key
from db.store import Store


@given(st.uuids())
def test_a_key_made_from_its_digits_is_the_key_that_the_standard_library_makes(key: UUID) -> None:
    made = key_of(key.hex)
    assert (made, hash(made), str(made), made.is_safe) == (key, hash(key), str(key), uuid.SafeUUID.unknown)
    assert pickle.loads(pickle.dumps(made)) == copy.deepcopy(made) == key


def test_keys_sort_by_when_they_were_made_also_within_a_millisecond() -> None:
    made = [new_key() for _ in range(2_000) if time.sleep(2e-6) is None]
    assert [key.bytes for key in made] == sorted(key.bytes for key in made)
    assert {(key.version, key.variant) for key in made} == {(7, uuid.RFC_4122)}


def test_keys_come_back_from_the_database_as_they_went_in(store: Store) -> None:
    parent, child = UUID("0199aa00-0000-7000-8000-00000000000f"), UUID("0199aa00-0000-7000-8000-0000000000ff")
    with store.change("Prueba ficticia") as work:
        work.add(Organisation(id=parent, name="Gerencia Ficticia"))
        work.add(Organisation(id=child, name="Subgerencia Ficticia", parent_id=parent))
    with store.reading() as session:
        assert set(organisations.LISTING.keys(session, Ask())) == {parent, child}
    with store.preview() as work:
        found = work.get(Organisation, child)
        assert (type(found.id), found.id, found.parent_id) == (UUID, child, parent)
        assert work.get(Organisation, parent).parent_id is None
