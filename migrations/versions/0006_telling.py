"""Correspondence, indicators, stakeholders, lessons, milestones, budgets, attachments, and reports that are issued."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """The new nouns, and what projects, lessons, risks and contacts are told beside."""
    new_nouns()
    told_beside()


def new_nouns() -> None:
    record(
        "stage_gates",
        link("stage_id", "stages", nullable=False),
        sa.Column("gate", sa.String(24), nullable=False),
    )
    record(
        "documents",
        sa.Column("code", sa.String(24), nullable=False),
        sa.Column("direction", sa.String(24), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("official_number", sa.String(120)),
        sa.Column("docket", sa.String(60)),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date()),
        link("from_id", "organisations"),
        link("to_id", "organisations"),
        link("person_id", "people"),
        sa.Column("subject", sa.String(400), nullable=False),
        sa.Column("reply_days", sa.Integer()),
        sa.Column("reply_due_on", sa.Date()),
        link("answers_id", "documents"),
        link("repeats_id", "documents"),
        sa.Column("closed_on", sa.Date()),
        sa.Column("closed_reason", sa.String(400)),
        sa.Column("remarks", sa.Text()),
        sa.Column("internal_note", sa.Text()),
    )
    op.create_index(op.f("ix_documents_dated_on"), "documents", ["dated_on"], unique=False)
    op.create_index(op.f("ix_documents_code"), "documents", ["code"], unique=True)
    record(
        "document_links",
        link("document_id", "documents", nullable=False),
        link("action_item_id", "action_items"),
        link("case_id", "cases"),
        link("project_id", "projects"),
        link("meeting_id", "meetings"),
    )
    record(
        "stage_moves",
        link("project_id", "projects", nullable=False),
        link("before_id", "stages"),
        link("after_id", "stages", nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(400)),
        sa.Column("missing", sa.String(400)),
        sa.Column("by", sa.String(120)),
    )
    record(
        "project_themes",
        link("project_id", "projects", nullable=False),
        sa.Column("result", sa.String(24)),
        sa.Column("component", sa.String(24)),
    )
    record(
        "project_places",
        link("project_id", "projects", nullable=False),
        link("place_id", "places", nullable=False),
    )
    record(
        "populations",
        link("project_id", "projects", nullable=False),
        sa.Column("band", sa.String(24), nullable=False),
        sa.Column("sex", sa.String(24)),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(200)),
        sa.Column("year", sa.Integer()),
    )
    record(
        "milestones",
        link("project_id", "projects", nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("starts_on", sa.Date()),
        sa.Column("planned_on", sa.Date()),
        sa.Column("first_forecast_on", sa.Date()),
        sa.Column("forecast_on", sa.Date()),
        sa.Column("reached_on", sa.Date()),
        sa.Column("evidence", sa.String(400)),
        sa.Column("weight", sa.Integer()),
        link("person_id", "people"),
    )
    record(
        "milestone_moves",
        link("milestone_id", "milestones", nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("before", sa.Date()),
        sa.Column("after", sa.Date()),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("by", sa.String(120)),
    )
    record(
        "budget_lines",
        link("project_id", "projects", nullable=False),
        sa.Column("source", sa.String(24), nullable=False),
        link("organisation_id", "organisations"),
        sa.Column("what_for", sa.String(200)),
        sa.Column("year", sa.Integer()),
        sa.Column("planned", sa.BigInteger(), nullable=False),
    )
    record(
        "expenses",
        link("budget_line_id", "budget_lines", nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.String(200)),
        sa.Column("remarks", sa.String(400)),
    )
    record(
        "indicators",
        sa.Column("code", sa.String(24), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        link("project_id", "projects"),
        sa.Column("definition", sa.Text()),
        sa.Column("formula", sa.Text()),
        sa.Column("unit", sa.String(24), nullable=False),
        sa.Column("unit_words", sa.String(80)),
        sa.Column("sense", sa.String(24), nullable=False),
        sa.Column("result", sa.String(24)),
        sa.Column("baseline", sa.BigInteger()),
        sa.Column("baseline_on", sa.Date()),
        sa.Column("baseline_n", sa.Integer()),
        sa.Column("baseline_source", sa.String(400)),
        sa.Column("target", sa.BigInteger()),
        sa.Column("target_on", sa.Date()),
        sa.Column("lowest", sa.BigInteger()),
        sa.Column("highest", sa.BigInteger()),
        sa.Column("frequency", sa.String(24), nullable=False),
        sa.Column("by_sex", sa.Boolean(), nullable=False),
        sa.Column("by_age", sa.Boolean(), nullable=False),
        sa.Column("by_district", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(400)),
        link("unit_id", "organisations"),
        link("person_id", "people"),
        sa.Column("remarks", sa.Text()),
        sa.Column("internal_note", sa.Text()),
    )
    op.create_index(op.f("ix_indicators_code"), "indicators", ["code"], unique=True)
    record(
        "indicator_targets",
        link("indicator_id", "indicators", nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
    )
    record(
        "measurements",
        link("indicator_id", "indicators", nullable=False),
        link("whole_id", "measurements"),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("period", sa.String(60)),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer()),
        sa.Column("sex", sa.String(24)),
        sa.Column("age_band", sa.String(24)),
        link("place_id", "places"),
        sa.Column("method", sa.String(400)),
        sa.Column("source", sa.String(400)),
        sa.Column("quality", sa.String(24), nullable=False),
        sa.Column("remarks", sa.Text()),
    )
    op.create_index(op.f("ix_measurements_on"), "measurements", ["on"], unique=False)
    record(
        "lesson_applications",
        link("lesson_id", "lessons", nullable=False),
        link("project_id", "projects", nullable=False),
        sa.Column("decision", sa.String(24), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("by", sa.String(120)),
    )
    record(
        "stakeholders",
        link("organisation_id", "organisations"),
        link("person_id", "people"),
        link("project_id", "projects"),
        sa.Column("role", sa.String(24)),
        sa.Column("strategy", sa.String(24)),
        sa.Column("contact_every", sa.Integer()),
        link("owner_id", "people"),
        sa.Column("since", sa.Date()),
        sa.Column("until", sa.Date()),
        sa.Column("interests", sa.Text()),
        sa.Column("remarks", sa.Text()),
        sa.Column("internal_note", sa.Text()),
    )
    record(
        "assessments",
        link("stakeholder_id", "stakeholders", nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("power", sa.Integer(), nullable=False),
        sa.Column("interest", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(24), nullable=False),
        sa.Column("legitimacy", sa.Integer()),
        sa.Column("urgency", sa.Integer()),
        sa.Column("confidence", sa.String(24), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("by", sa.String(120)),
    )
    record(
        "relations",
        link("organisation_id", "organisations"),
        link("person_id", "people"),
        link("other_organisation_id", "organisations"),
        link("other_person_id", "people"),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("strength", sa.Integer()),
        sa.Column("since", sa.Date()),
        sa.Column("until", sa.Date()),
        sa.Column("note", sa.Text()),
    )
    record(
        "issued_reports",
        sa.Column("code", sa.String(24), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        link("project_id", "projects"),
        link("unit_id", "organisations"),
        sa.Column("begins_on", sa.Date()),
        sa.Column("cutoff_on", sa.Date(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("pdf", sa.String(64), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.String(120)),
    )
    op.create_index(op.f("ix_issued_reports_code"), "issued_reports", ["code"], unique=True)
    record(
        "attachments",
        link("project_id", "projects"),
        link("case_id", "cases"),
        link("document_id", "documents"),
        link("meeting_id", "meetings"),
        link("lesson_id", "lessons"),
        link("indicator_id", "indicators"),
        link("organisation_id", "organisations"),
        link("person_id", "people"),
        sa.Column("on", sa.Date()),
        sa.Column("description", sa.String(400), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("media", sa.String(80), nullable=False),
        sa.Column("moment", sa.String(24)),
        sa.Column("consent", sa.String(24)),
        sa.Column("internal", sa.Boolean(), nullable=False),
    )
    record(
        "tags",
        sa.Column("name", sa.String(60), nullable=False),
        link("action_item_id", "action_items"),
        link("project_id", "projects"),
        link("case_id", "cases"),
        link("document_id", "documents"),
        link("meeting_id", "meetings"),
        link("lesson_id", "lessons"),
        link("indicator_id", "indicators"),
        link("organisation_id", "organisations"),
        link("person_id", "people"),
    )


def told_beside() -> None:
    with op.batch_alter_table("interactions") as batch:
        add_link(batch, "interactions", "project_id", "projects")
        add_link(batch, "interactions", "case_id", "cases")
        add_link(batch, "interactions", "action_item_id", "action_items")
        batch.add_column(sa.Column("minutes", sa.Integer()))
    with op.batch_alter_table("lessons") as batch:
        batch.add_column(sa.Column("code", sa.String(24)))
        batch.add_column(sa.Column("title", sa.String(200)))
        batch.add_column(sa.Column("withdrawn_reason", sa.String(400)))
        batch.add_column(sa.Column("context", sa.Text()))
        batch.add_column(sa.Column("proposed", sa.Text()))
        batch.add_column(sa.Column("done", sa.Text()))
        batch.add_column(sa.Column("balance", sa.Text()))
        batch.add_column(sa.Column("conditions", sa.Text()))
        batch.add_column(sa.Column("cost", sa.BigInteger()))
        batch.add_column(sa.Column("strength", sa.String(24)))
        batch.add_column(sa.Column("theme", sa.String(120)))
        batch.add_column(sa.Column("result", sa.String(24)))
        batch.add_column(sa.Column("component", sa.String(24)))
        add_link(batch, "lessons", "intervention_type_id", "intervention_types")
        add_link(batch, "lessons", "stage_id", "stages")
        batch.add_column(sa.Column("place_kind", sa.String(24)))
        add_link(batch, "lessons", "owner_id", "people")
        add_link(batch, "lessons", "parent_id", "lessons")
        batch.add_column(sa.Column("internal_note", sa.Text()))
        batch.create_index(batch.f("ix_lessons_code"), ["code"], unique=True)
    with op.batch_alter_table("organisations") as batch:
        batch.add_column(sa.Column("contact_every", sa.Integer()))
    with op.batch_alter_table("people") as batch:
        batch.add_column(sa.Column("contact_every", sa.Integer()))
    with op.batch_alter_table("projects") as batch:
        batch.add_column(sa.Column("problem", sa.Text()))
        batch.add_column(sa.Column("hypothesis", sa.Text()))
        batch.add_column(sa.Column("scope", sa.Text()))
        batch.add_column(sa.Column("investment_code", sa.String(12)))
        batch.add_column(sa.Column("scale_decision", sa.String(24)))
        batch.add_column(sa.Column("scale_reason", sa.String(400)))
        add_link(batch, "projects", "pilot_of_id", "projects")
    with op.batch_alter_table("risks") as batch:
        batch.add_column(sa.Column("issue_on", sa.Date()))
        batch.add_column(sa.Column("probability", sa.Integer()))
        batch.add_column(sa.Column("impact", sa.Integer()))
        batch.add_column(sa.Column("response", sa.Text()))
        add_link(batch, "risks", "owner_id", "people")
        add_link(batch, "risks", "action_item_id", "action_items")
        batch.add_column(sa.Column("closed_on", sa.Date()))


def record(name: str, *fields: sa.Column) -> None:
    """A table of records: what all have, the fields, the foreign keys of its links and an index for each."""
    links = [one for one in fields if one.info]
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *fields,
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *(sa.ForeignKeyConstraint(
            [one.name], [f"{one.info['target']}.id"], name=op.f(f"fk_{name}_{one.name}"), initially="DEFERRED",
            deferrable=True,
        ) for one in links),
    )  # fmt: skip
    for one in links:
        op.create_index(op.f(f"ix_{name}_{one.name}"), name, [one.name], unique=False)


def link(name: str, target: str, *, nullable: bool = True) -> sa.Column:
    """The key of a record in another table."""
    return sa.Column(name, sa.Uuid(), nullable=nullable, info={"target": target})


def add_link(batch: object, table: str, name: str, target: str) -> None:
    """A link that a table had not before."""
    batch.add_column(sa.Column(name, sa.Uuid()))
    batch.create_foreign_key(
        batch.f(f"fk_{table}_{name}"), target, [name], ["id"], initially="DEFERRED", deferrable=True
    )
    batch.create_index(batch.f(f"ix_{table}_{name}"), [name], unique=False)
