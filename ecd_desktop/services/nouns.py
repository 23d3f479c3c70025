"""What is written down about every noun: its series of codes, what is part of it, and what its changes are called."""

from dataclasses import dataclass

from ecd_desktop.language import N_

SERIES: dict[str, tuple[str, str]] = {
    "action_items": ("COM", "agreed_on"),
    "cases": ("ASU", "opened_on"),
    "projects": ("PRY", "starts_on"),
    "meetings": ("REU", "held_on"),
    "decisions": ("ACU", "decided_on"),
    "documents": ("DOC", "dated_on"),
    "indicators": ("IND", "baseline_on"),
    "lessons": ("LEC", "noted_on"),
    "issued_reports": ("INF", "issued_on"),
}
"""The nouns with codes in yearly series: the series, and the date that says the year (else today's)."""

OWNED: dict[str, tuple[tuple[str, str], ...]] = {
    "action_items": (
        ("co_responsibles", "action_item_id"), ("progress_entries", "action_item_id"),
        ("reschedules", "action_item_id"), ("evidence", "action_item_id"), ("reviews", "action_item_id"),
        ("tags", "action_item_id"), ("document_links", "action_item_id"), ("interactions", "action_item_id"),
        ("risks", "action_item_id"),
    ),
    "cases": (
        ("case_parties", "case_id"), ("notes", "case_id"), ("attachments", "case_id"), ("tags", "case_id"),
        ("document_links", "case_id"), ("interactions", "case_id"),
    ),
    "meetings": (
        ("meeting_projects", "meeting_id"), ("attendances", "meeting_id"), ("agenda_items", "meeting_id"),
        ("decisions", "meeting_id"), ("reviews", "meeting_id"), ("observations", "meeting_id"),
        ("risks", "meeting_id"), ("lessons", "meeting_id"), ("attachments", "meeting_id"), ("tags", "meeting_id"),
        ("document_links", "meeting_id"),
    ),
    "meeting_series": (("series_members", "series_id"),),
    "people": (
        ("posts", "person_id"), ("series_members", "person_id"), ("interactions", "person_id"),
        ("attachments", "person_id"), ("tags", "person_id"), ("relations", "person_id"),
        ("relations", "other_person_id"), ("stakeholders", "person_id"),
    ),
    "organisations": (
        ("interactions", "organisation_id"), ("attachments", "organisation_id"), ("tags", "organisation_id"),
        ("relations", "organisation_id"), ("relations", "other_organisation_id"), ("stakeholders", "organisation_id"),
    ),
    "projects": (
        ("notes", "project_id"), ("meeting_projects", "project_id"), ("risks", "project_id"), ("lessons", "project_id"),
        ("stage_moves", "project_id"), ("project_themes", "project_id"), ("project_places", "project_id"),
        ("populations", "project_id"), ("milestones", "project_id"), ("budget_lines", "project_id"),
        ("stakeholders", "project_id"), ("lesson_applications", "project_id"), ("attachments", "project_id"),
        ("tags", "project_id"), ("document_links", "project_id"), ("interactions", "project_id"),
    ),
    "milestones": (("milestone_moves", "milestone_id"),),
    "budget_lines": (("expenses", "budget_line_id"),),
    "stakeholders": (("assessments", "stakeholder_id"),),
    "documents": (("document_links", "document_id"), ("attachments", "document_id"), ("tags", "document_id")),
    "indicators": (
        ("indicator_targets", "indicator_id"), ("measurements", "indicator_id"), ("attachments", "indicator_id"),
        ("tags", "indicator_id"),
    ),
    "measurements": (("measurements", "whole_id"),),
    "lessons": (("attachments", "lesson_id"), ("tags", "lesson_id")),
    "stages": (("stage_gates", "stage_id"),),
}  # fmt: skip
"""What is deleted with a record because it is part of it: (table, link)."""

SHARED: dict[str, tuple[str, ...]] = {
    "notes": ("case_id", "project_id"), "risks": ("meeting_id", "project_id"), "lessons": ("meeting_id", "project_id"),
    "interactions": ("person_id", "organisation_id"),
}  # fmt: skip
"""Of these, what is part of two records stays with the one that is named here when the other is deleted: a contact
outlives the case it was about, and the person where it was with an organisation too."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What a change to one noun is called in the history and beside Undo; places {code}, {name} and {n}."""

    new: str
    edit: str
    delete: str
    delete_many: str


# A person's name never stands in a label: labels stay when personal data is erased.
LABELS: dict[str, Labels] = {
    "action_items": Labels(
        N_("New commitment {code}"), N_("Edit {code}"), N_("Delete {code}"), N_("Delete {n} commitments")
    ),
    "cases": Labels(N_("New case {code}"), N_("Edit case {code}"), N_("Delete case {code}"), N_("Delete {n} cases")),
    "projects": Labels(
        N_("New project {code}"), N_("Edit project {code}"), N_("Delete project {code}"), N_("Delete {n} projects")
    ),
    "meetings": Labels(
        N_("New meeting {code}"), N_("Edit meeting {code}"), N_("Delete meeting {code}"), N_("Delete {n} meetings")
    ),
    "agenda_items": Labels(
        N_("New topic “{name}”"), N_("Edit topic “{name}”"), N_("Delete topic “{name}”"), N_("Delete {n} topics")
    ),
    "decisions": Labels(
        N_("New decision {code}"), N_("Edit decision {code}"), N_("Delete decision {code}"), N_("Delete {n} decisions")
    ),
    "meeting_series": Labels(
        N_("New series “{name}”"), N_("Edit series “{name}”"), N_("Delete series “{name}”"), N_("Delete {n} series")
    ),
    "series_members": Labels(
        N_("New member of a series"), N_("Edit a member of a series"), N_("Remove a member from a series"),
        N_("Remove {n} members from a series"),
    ),
    "minutes": Labels(
        N_("Issue minutes"), N_("Edit issued minutes"), N_("Delete issued minutes"), N_("Delete {n} issued minutes")
    ),
    "observations": Labels(
        N_("New observation on minutes"), N_("Edit an observation on minutes"), N_("Delete an observation on minutes"),
        N_("Delete {n} observations on minutes"),
    ),
    "interactions": Labels(
        N_("New contact"), N_("Edit a contact"), N_("Delete a contact"), N_("Delete {n} contacts")
    ),
    "risks": Labels(N_("New risk"), N_("Edit a risk"), N_("Delete a risk"), N_("Delete {n} risks")),
    "lessons": Labels(
        N_("New lesson {code}"), N_("Edit lesson {code}"), N_("Delete a lesson"), N_("Delete {n} lessons")
    ),
    "reviews": Labels(
        N_("New answer about an old commitment"), N_("Edit an answer about an old commitment"),
        N_("Delete an answer about an old commitment"), N_("Delete {n} answers about old commitments"),
    ),
    "organisations": Labels(
        N_("New organisation “{name}”"), N_("Edit organisation “{name}”"), N_("Delete organisation “{name}”"),
        N_("Delete {n} organisations"),
    ),
    "people": Labels(N_("New person"), N_("Edit a person"), N_("Delete a person"), N_("Delete {n} people")),
    "places": Labels(
        N_("New place “{name}”"), N_("Edit place “{name}”"), N_("Delete place “{name}”"), N_("Delete {n} places")
    ),
    "holidays": Labels(
        N_("New non-working day “{name}”"), N_("Edit non-working day “{name}”"),
        N_("Delete non-working day “{name}”"), N_("Delete {n} non-working days"),
    ),
    "stages": Labels(
        N_("New stage “{name}”"), N_("Edit stage “{name}”"), N_("Delete stage “{name}”"), N_("Delete {n} stages")
    ),
    "intervention_types": Labels(
        N_("New type of intervention “{name}”"), N_("Edit type of intervention “{name}”"),
        N_("Delete type of intervention “{name}”"), N_("Delete {n} types of intervention"),
    ),
    "saved_views": Labels(
        N_("New view “{name}”"), N_("Save view “{name}”"), N_("Delete view “{name}”"), N_("Delete {n} views")
    ),
    "notes": Labels(N_("New note"), N_("Edit a note"), N_("Delete a note"), N_("Delete {n} notes")),
    "posts": Labels(N_("New post"), N_("Edit a post"), N_("Delete a post"), N_("Delete {n} posts")),
    "case_parties": Labels(
        N_("New party of a case"), N_("Edit a party of a case"), N_("Remove a party from a case"),
        N_("Remove {n} parties from a case"),
    ),
    "attendances": Labels(
        N_("New attendance"), N_("Edit an attendance"), N_("Remove an attendance"), N_("Remove {n} attendances")
    ),
    "co_responsibles": Labels(
        N_("New co-responsible"), N_("Edit a co-responsible"), N_("Remove a co-responsible"),
        N_("Remove {n} co-responsibles"),
    ),
    "evidence": Labels(
        N_("New evidence"), N_("Edit evidence"), N_("Delete evidence"), N_("Delete {n} pieces of evidence")
    ),
    "progress_entries": Labels(
        N_("New progress entry"), N_("Edit a progress entry"), N_("Delete a progress entry"),
        N_("Delete {n} progress entries"),
    ),
    "reschedules": Labels(
        N_("New reschedule"), N_("Edit a reschedule"), N_("Delete a reschedule"), N_("Delete {n} reschedules")
    ),
    "meeting_projects": Labels(
        N_("New project of a meeting"), N_("Edit a project of a meeting"), N_("Remove a project from a meeting"),
        N_("Remove {n} projects from a meeting"),
    ),
    "documents": Labels(
        N_("New document {code}"), N_("Edit document {code}"), N_("Delete document {code}"), N_("Delete {n} documents")
    ),
    "document_links": Labels(
        N_("New subject of a document"), N_("Edit a subject of a document"),
        N_("Remove a subject from a document"), N_("Remove {n} subjects from a document"),
    ),
    "attachments": Labels(
        N_("New attachment"), N_("Edit an attachment"), N_("Delete an attachment"), N_("Delete {n} attachments")
    ),
    "tags": Labels(
        N_("Tag a record"), N_("Edit a tag of a record"),
        N_("Remove a tag from a record"), N_("Remove {n} tags from records"),
    ),
    "indicators": Labels(
        N_("New indicator {code}"), N_("Edit indicator {code}"),
        N_("Delete indicator {code}"), N_("Delete {n} indicators"),
    ),
    "indicator_targets": Labels(
        N_("New target of a period"), N_("Edit a target of a period"),
        N_("Delete a target of a period"), N_("Delete {n} targets of periods"),
    ),
    "measurements": Labels(
        N_("New measurement"), N_("Edit a measurement"), N_("Delete a measurement"), N_("Delete {n} measurements")
    ),
    "stakeholders": Labels(
        N_("New stakeholder"), N_("Edit a stakeholder"), N_("Delete a stakeholder"), N_("Delete {n} stakeholders")
    ),
    "assessments": Labels(
        N_("New assessment"), N_("Edit an assessment"), N_("Delete an assessment"), N_("Delete {n} assessments")
    ),
    "relations": Labels(N_("New relation"), N_("Edit a relation"), N_("Delete a relation"), N_("Delete {n} relations")),
    "lesson_applications": Labels(
        N_("Apply a lesson to a project"), N_("Edit the application of a lesson"),
        N_("Delete the application of a lesson"), N_("Delete {n} applications of lessons"),
    ),
    "milestones": Labels(
        N_("New milestone “{name}”"), N_("Edit milestone “{name}”"),
        N_("Delete milestone “{name}”"), N_("Delete {n} milestones"),
    ),
    "milestone_moves": Labels(
        N_("Move a milestone"), N_("Edit the move of a milestone"),
        N_("Delete the move of a milestone"), N_("Delete {n} moves of milestones"),
    ),
    "budget_lines": Labels(
        N_("New budget line"), N_("Edit a budget line"), N_("Delete a budget line"), N_("Delete {n} budget lines")
    ),
    "expenses": Labels(N_("New expense"), N_("Edit an expense"), N_("Delete an expense"), N_("Delete {n} expenses")),
    "issued_reports": Labels(
        N_("Issue report {code}"), N_("Edit issued report {code}"),
        N_("Delete issued report {code}"), N_("Delete {n} issued reports"),
    ),
    "stage_gates": Labels(
        N_("New gate of a stage"), N_("Edit a gate of a stage"),
        N_("Delete a gate of a stage"), N_("Delete {n} gates of stages"),
    ),
    "stage_moves": Labels(
        N_("New change of stage"), N_("Edit a change of stage"),
        N_("Delete a change of stage"), N_("Delete {n} changes of stage"),
    ),
    "project_themes": Labels(
        N_("New result or component of a project"), N_("Edit a result or component of a project"),
        N_("Remove a result or component from a project"), N_("Remove {n} results or components from a project"),
    ),
    "project_places": Labels(
        N_("New place of a project"), N_("Edit a place of a project"),
        N_("Remove a place from a project"), N_("Remove {n} places from a project"),
    ),
    "populations": Labels(
        N_("New target population"), N_("Edit a target population"),
        N_("Delete a target population"), N_("Delete {n} target populations"),
    ),
}  # fmt: skip
