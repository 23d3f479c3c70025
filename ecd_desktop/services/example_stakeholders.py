"""The contacts and stakeholders of the example: who has a stake in what, judged twice and moving; their relations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Protocol

from db.fields import Key
from db.records import Assessment, Interaction, Relation, Stakeholder
from db.records.base import Record
from ecd_desktop.services import reference

FIELDS = ("power", "interest", "position", "legitimacy", "urgency")


class Portfolio(Protocol):
    """What is asked of the example that is being written: from its codes and offsets to keys, days and names."""

    told: Mapping[str, Any]

    def _unit(self, code: str | None) -> Key | None: ...
    def _whom(self, code: str | None) -> Key | None: ...
    def _made(self, entity: str, code: str | None) -> Key | None: ...
    def _day(self, offset: int | None) -> date | None: ...
    def _name(self, code: str) -> str: ...


def stakes(example: Portfolio) -> Iterator[tuple[type[Record], dict[str, Any]]]:
    """The records as (noun, values); what stands in ``judged`` is said in ``example.toml``."""
    told, unit, whom, day, name = example.told, example._unit, example._whom, example._day, example._name
    for one in told["contacts"]:
        yield Interaction, {
            "on": day(one["on"]), "channel": one["channel"], "purpose": one.get("purpose", "talk"),
            "person_id": whom(one.get("with")), "organisation_id": unit(one.get("organisation")),
            "meeting_id": example._made("meetings", one.get("meeting")),
            "project_id": example._made("projects", one.get("project")), "minutes": one.get("minutes"),
            "by": name(one["by"]), "said": one.get("said"),
        }  # fmt: skip
    for one in told["stakeholders"]:
        code = f"{one.get('organisation') or one['person']}/{one.get('project', '')}"
        key = reference.key_of("stakeholders", f"example/{code}")
        project = reference.key_of("projects", f"example/{one['project']}") if "project" in one else None
        yield Stakeholder, {
            "id": key, "organisation_id": unit(one.get("organisation")), "person_id": whom(one.get("person")),
            "project_id": project, "role": one["role"], "strategy": one.get("strategy"),
            "contact_every": one.get("every"), "owner_id": whom(one.get("owner")), "since": day(one["since"]),
            "until": day(one.get("until")), "interests": one.get("interests"), "remarks": one.get("remarks"),
            "internal_note": one.get("internal_note"),
        }  # fmt: skip
        for on, *figures, sure, why in one.get("judged", ()):
            yield Assessment, {
                "stakeholder_id": key, "on": day(on), **dict(zip(FIELDS, figures, strict=True)),
                "confidence": sure, "reason": why, "by": name(one.get("owner", "bruno")),
            }  # fmt: skip
    for tie in told["relations"]:
        yield Relation, {
            "organisation_id": unit(tie.get("organisation")), "person_id": whom(tie.get("person")),
            "other_organisation_id": unit(tie.get("other_organisation")),
            "other_person_id": whom(tie.get("other_person")),
            "kind": tie["kind"], "strength": tie.get("strength"), "since": day(tie["since"]), "note": tie.get("note"),
        }  # fmt: skip
