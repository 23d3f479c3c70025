"""What is done with the parts of a project: the results and components it serves, its places, whom it is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from uuid import uuid5

from db.errors import Invalid
from db.fields import Key, Problem
from db.merge import Outcome
from db.queries import lookups
from db.records import Place, Population, Project, ProjectPlace, ProjectTheme, pair_key
from db.records.choices import AgeBand, CareComponent, EcdResult, Sex
from db.store import Store
from db.work import Work
from ecd_desktop.drafts import Draft
from ecd_desktop.language import N_
from ecd_desktop.services import nouns, records


def set_themes(store: Store, key: Key, *, themes: Iterable[EcdResult | CareComponent]) -> None:
    """Say which results and components a project serves; those that are not named any more are taken off."""
    wanted = set(themes)
    with _changing(store, N_("Results and components of {code}"), key) as work:
        there = lookups.pointing(work.session, ProjectTheme, "project_id", [key])
        for theme in there:
            if (theme.result or theme.component) not in wanted:
                work.delete(theme)
        known = {theme.result or theme.component for theme in there}
        for one in (*EcdResult, *CareComponent):
            if one in wanted - known:
                work.add(
                    ProjectTheme(
                        id=uuid5(key, one.value), project_id=key, result=one if isinstance(one, EcdResult) else None,
                        component=one if isinstance(one, CareComponent) else None,
                    )
                )  # fmt: skip


def set_places(store: Store, key: Key, *, places: Iterable[Key]) -> None:
    """Say which places a project has besides its main one; those that are not named any more are taken off."""
    with _changing(store, N_("Places of {code}"), key) as work:
        wanted = list(dict.fromkeys(places))
        records.found(work, Place, wanted)
        there = {link.place_id: link for link in lookups.pointing(work.session, ProjectPlace, "project_id", [key])}
        for place, link in there.items():
            if place not in wanted:
                work.delete(link)
        for place in wanted:
            if place not in there:
                work.add(ProjectPlace(id=pair_key(key, place), project_id=key, place_id=place))


def add_population(
    store: Store, key: Key, *, band: AgeBand, count: int, sex: Sex | None = None, source: str | None = None,
    year: int | None = None,
) -> Key:  # fmt: skip
    """Write down how many of an age band a project is for, and where the figure comes from. Returns its key.

    Raises Invalid where the same is written down already: a figure that changed is corrected.
    """
    with _changing(store, nouns.LABELS["populations"].new, key) as work:
        made = work.add(Population(project_id=key, band=band, sex=sex, count=count, source=source, year=year))
        _refuse_twice(work, made)
        return made.id


def save_population(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a correction of a target population."""
    with store.change(records.label_of(draft), origin=records.form_origin(form)) as work:
        written = records.write(work, draft)
        if isinstance(written.record, Population):
            _refuse_twice(work, written.record)
        return written.outcome


def delete_populations(store: Store, keys: Sequence[Key]) -> None:
    """Take figures of a target population away. Raises Expected where one was deleted meanwhile."""
    records.delete(store, Population.__tablename__, keys)


def _refuse_twice(work: Work, made: Population) -> None:
    work.flush()
    for other in lookups.pointing(work.session, Population, "project_id", [made.project_id]):
        if other.id != made.id and (other.band, other.sex, other.year) == (made.band, made.sex, made.year):
            raise Invalid((Problem("band", N_("This age band is there already for that year: correct its figure.")),))


@contextmanager
def _changing(store: Store, label: str, key: Key) -> Iterator[Work]:
    with store.change(label) as work:
        records.tell(work, records.found(work, Project, [key]))
        yield work
