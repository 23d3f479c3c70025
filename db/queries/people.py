"""Lists of people with their present post; contact data are marked personal."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select

from db.fields import DAY, N_, NUMBER, Key
from db.queries import last_contacts
from db.queries.listing import Ask, Column, Frame, Listing, Order, column, columns_of
from db.records import ActionItem, Organisation, Person, Post
from db.records.action_items import LIVE
from db.records.base import table_of


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as lists see them."""

    key: Key
    family_names: str | None
    given_names: str
    organisation_key: Key | None
    organisation: str | None
    role: str | None
    phone: str | None
    email: str | None
    live_items: int
    remarks: str | None
    last_contact_on: date | None = None

    @property
    def name(self) -> str:
        """Family names first, as lists are sorted."""
        return f"{self.family_names}, {self.given_names}" if self.family_names else self.given_names


COLUMNS: tuple[Column, ...] = (
    column("name", N_("Name")),
    column("organisation", N_("Organisation")),
    column("role", N_("Post held")),
    column("phone", N_("Telephone"), personal=True),
    column("email", N_("E-mail"), personal=True),
    column("live_items", N_("Live commitments"), NUMBER),
    column("last_contact_on", N_("Last contact"), DAY),
    column("remarks", N_("Remarks")),
)


def _frame(ask: Ask) -> Frame:
    person, post, unit = table_of(Person), table_of(Post), table_of(Organisation)
    item = table_of(ActionItem)
    # the present post: the open one begun last
    other = post.alias()
    newest = (
        select(other.c.id)
        .where(other.c.person_id == person.c.id, other.c.ends_on.is_(None))
        .order_by(other.c.starts_on.desc().nulls_last(), other.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    source = person.outerjoin(post, and_(post.c.person_id == person.c.id, post.c.id == newest)).outerjoin(
        unit, unit.c.id == post.c.organisation_id
    )
    live = select(func.count(item.c.id)).where(item.c.person_id == person.c.id, item.c.state.in_(LIVE))
    values = columns_of(person)
    values |= {
        "name": person.c.family_names,
        "organisation_key": unit.c.id,
        "organisation": func.coalesce(unit.c.acronym, unit.c.name),
        "role": post.c.role,
        "last_contact_on": last_contacts.of_person(person, ask.cutoff),
        "live_items": live.scalar_subquery(),
    }
    sorts = {"name": person.c.sort_key, "organisation": unit.c.sort_key, "role": post.c.sort_key}
    return Frame(values, source, person.c.id, (person.c.folded, unit.c.folded, post.c.folded), sorts)


LISTING = Listing("people", PersonRow, COLUMNS, _frame, (Order("name"),))
