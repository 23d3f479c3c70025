"""The papers of stakeholders: the map tells the team every judgement, the public list none."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.fields import Key
from db.ordering import fold
from db.queries.records import snapshot
from db.records.stakeholders import Position, RelationKind, StakeRole, Strategy
from db.store import Store
from ecd_desktop import calendar, issuing
from ecd_desktop.errors import Expected
from ecd_desktop.services import issued_reports, issued_sheets, records, stakeholders
from ecd_desktop.settings import Settings
from tests.ecd_desktop.reports import paper

WORDS = ("poder", "interes", "posicion", "promotor", "opositor", "opuesto", "reticente", "estrategia", "valora",
         "interno", "power", "interest", "position", "secreto", "+2", "−2")  # fmt: skip


@pytest.fixture
def office(office_sqlite_url: str, open_store: Callable[..., Store]) -> Store:
    calendar.set_today(date(2026, 6, 10))
    return open_store(office_sqlite_url)


def new(store: Store, entity: str, **values: Any) -> Key:
    draft = records.new_draft(entity, **values)
    (stakeholders.save if entity == "stakeholders" else records.save)(store, draft)
    return draft.key


def printed(store: Store, path: Path, **asked: Any) -> str:
    material = issuing.collect(store, issuing.Wanted("stakeholders", **asked))
    issuing.write(path, material, Settings(), issued_by="Prueba", language="es")
    return " ".join(" ".join(paper.pages(path)).split())


def test_the_map_shows_who_moved_and_the_public_list_shows_no_judgement(office: Store, tmp_path: Path) -> None:
    with pytest.raises(Expected, match="No stakeholder is known"):
        issuing.collect(office, issuing.Wanted("stakeholders"))
    project = new(office, "projects", name="Escalera ficticia", starts_on=date(2026, 1, 5))
    unit = new(office, "organisations", name="Comité ficticio")
    rosa = new(office, "people", given_names="Rosa", family_names="Quispe")
    stake = new(office, "stakeholders", organisation_id=unit, project_id=project, role=StakeRole.SPOKESPERSON,
                strategy=Strategy.KEEP_INFORMED, interests="Secreto", internal_note="Secreto")  # fmt: skip
    against = new(office, "stakeholders", person_id=rosa, project_id=project, role=StakeRole.OPPONENT)
    stakeholders.assess(office, stake, on=date(2026, 3, 1), power=2, interest=3, position=Position.RELUCTANT)
    stakeholders.assess(office, stake, on=date(2026, 6, 1), power=4, interest=5, position=Position.PROMOTER,
                        reason="Secreto")  # fmt: skip
    stakeholders.assess(office, against, on=date(2026, 6, 1), power=3, interest=3, position=Position.OPPOSED)
    stakeholders.relate(office, kind=RelationKind.CONFLICT, organisation=unit, other_person=rosa, note="Secreto")

    said = printed(office, tmp_path / "map.pdf")
    for words in ("Interno – confidencial", "+2 Promotor", "2 · 3 · −1 el 01/03/2026", "Gestionar de cerca",
                  "1 se movió", "Comité ficticio – Rosa Quispe: Conflicto", "−2 Opuesto activo",
                  "Según lo registrado al 10/06/2026", "Emitido por: Prueba"):  # fmt: skip
        assert words in said
    assert "Promotor" not in printed(office, tmp_path / "then.pdf", cutoff=date(2026, 4, 1)).replace("+2 promotor", "")

    public = printed(office, tmp_path / "public.pdf", public=True)
    for words in ("Comité ficticio", "Vocero vecinal", "Rosa Quispe", "Escalera ficticia"):
        assert words in public
    for open_to_all in (False, True):
        wanted = issuing.Wanted("stakeholders", public=open_to_all, cutoff=date(2026, 6, 8))
        done = issued_sheets.issue(office, wanted, settings=Settings(), language="es")
        assert issued_reports.rebuild(office, done.code).same
    # nobody who reads it can tell an opponent from somebody without a role, by word or by place
    ana = new(office, "people", given_names="Ana", family_names="Acosta")
    unsaid = new(office, "stakeholders", person_id=ana, project_id=project)
    both = printed(office, tmp_path / "both.pdf", public=True)
    assert "Ana Acosta Participa Rosa Quispe Participa" in both
    for stake, role in ((unsaid, StakeRole.OPPONENT), (against, None)):
        with office.reading() as session:
            seen = snapshot(session, "stakeholders", stake)
        assert seen is not None
        draft = records.draft_of(seen)
        draft.set("role", role)
        stakeholders.save(office, draft)
    assert printed(office, tmp_path / "swapped.pdf", public=True) == both
    assert [word for word in WORDS if word in fold(public) or word in public] == []
