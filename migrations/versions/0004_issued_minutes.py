"""Series of meetings, minutes as issued and what they are made of, contacts, risks and lessons; files of evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "meeting_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("modality", sa.String(24), nullable=True),
        sa.Column("rule", sa.String(200), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.String(5), nullable=True),
        sa.Column("ends_at", sa.String(5), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("venue", sa.String(200), nullable=True),
        sa.Column("convened_by_id", sa.Uuid(), nullable=True),
        sa.Column("chair_id", sa.Uuid(), nullable=True),
        sa.Column("secretary_id", sa.Uuid(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("confidentiality", sa.String(24), nullable=True),
        sa.Column("mask", sa.String(80), nullable=True),
        sa.Column("agenda", sa.Text(), nullable=True),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chair_id"], ["people.id"], name=op.f("fk_meeting_series_chair_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["convened_by_id"],
            ["organisations.id"],
            name=op.f("fk_meeting_series_convened_by_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_meeting_series_place_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_meeting_series_project_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["secretary_id"],
            ["people.id"],
            name=op.f("fk_meeting_series_secretary_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_series")),
    )
    op.create_index(op.f("ix_meeting_series_chair_id"), "meeting_series", ["chair_id"], unique=False)
    op.create_index(op.f("ix_meeting_series_convened_by_id"), "meeting_series", ["convened_by_id"], unique=False)
    op.create_index(op.f("ix_meeting_series_place_id"), "meeting_series", ["place_id"], unique=False)
    op.create_index(op.f("ix_meeting_series_project_id"), "meeting_series", ["project_id"], unique=False)
    op.create_index(op.f("ix_meeting_series_secretary_id"), "meeting_series", ["secretary_id"], unique=False)
    op.create_table(
        "series_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_series_members_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["meeting_series.id"],
            name=op.f("fk_series_members_series_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_members")),
    )
    op.create_index(op.f("ix_series_members_person_id"), "series_members", ["person_id"], unique=False)
    op.create_index(op.f("ix_series_members_series_id"), "series_members", ["series_id"], unique=False)
    op.create_table(
        "interactions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("purpose", sa.String(24), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("by", sa.String(120), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings.id"],
            name=op.f("fk_interactions_meeting_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_interactions_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_interactions_person_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interactions")),
    )
    op.create_index(op.f("ix_interactions_meeting_id"), "interactions", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_interactions_organisation_id"), "interactions", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_interactions_person_id"), "interactions", ["person_id"], unique=False)
    op.create_table(
        "minutes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(80), nullable=False),
        sa.Column("numbered_in", sa.String(80), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.String(120), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("pdf", sa.String(64), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=False),
        sa.Column("corrections", sa.Text(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_in_id", sa.Uuid(), nullable=True),
        sa.Column("paper", sa.String(24), nullable=False),
        sa.Column("signed_file", sa.String(64), nullable=True),
        sa.Column("signed_name", sa.String(255), nullable=True),
        sa.Column("filed_at", sa.String(200), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_in_id"],
            ["meetings.id"],
            name=op.f("fk_minutes_approved_in_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_minutes_meeting_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
    )
    op.create_index(op.f("ix_minutes_approved_in_id"), "minutes", ["approved_in_id"], unique=False)
    op.create_index(op.f("ix_minutes_meeting_id"), "minutes", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_minutes_meeting_id_edition"), "minutes", ["meeting_id", "edition"], unique=True)
    op.create_index(
        op.f("ix_minutes_numbered_in_year_serial_edition"),
        "minutes",
        ["numbered_in", "year", "serial", "edition"],
        unique=True,
    )
    op.create_table(
        "observations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings.id"],
            name=op.f("fk_observations_meeting_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_observations_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_observations_person_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observations")),
    )
    op.create_index(op.f("ix_observations_meeting_id"), "observations", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_observations_organisation_id"), "observations", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_observations_person_id"), "observations", ["person_id"], unique=False)
    op.create_table(
        "lessons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"],
            ["agenda_items.id"],
            name=op.f("fk_lessons_agenda_item_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_lessons_meeting_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_lessons_project_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
    )
    op.create_index(op.f("ix_lessons_agenda_item_id"), "lessons", ["agenda_item_id"], unique=False)
    op.create_index(op.f("ix_lessons_meeting_id"), "lessons", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_lessons_project_id"), "lessons", ["project_id"], unique=False)
    op.create_table(
        "risks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"],
            ["agenda_items.id"],
            name=op.f("fk_risks_agenda_item_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_risks_meeting_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_risks_project_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risks")),
    )
    op.create_index(op.f("ix_risks_agenda_item_id"), "risks", ["agenda_item_id"], unique=False)
    op.create_index(op.f("ix_risks_meeting_id"), "risks", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_risks_project_id"), "risks", ["project_id"], unique=False)
    op.create_table(
        "contents",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("media", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_contents")),
    )
    with op.batch_alter_table("agenda_items") as batch:
        batch.add_column(sa.Column("action_item_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("case_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("organisation_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("person_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("place_id", sa.Uuid(), nullable=True))
        batch.create_index(batch.f("ix_agenda_items_action_item_id"), ["action_item_id"], unique=False)
        batch.create_index(batch.f("ix_agenda_items_case_id"), ["case_id"], unique=False)
        batch.create_index(batch.f("ix_agenda_items_organisation_id"), ["organisation_id"], unique=False)
        batch.create_index(batch.f("ix_agenda_items_person_id"), ["person_id"], unique=False)
        batch.create_index(batch.f("ix_agenda_items_place_id"), ["place_id"], unique=False)
        batch.create_foreign_key(
            batch.f("fk_agenda_items_action_item_id"),
            "action_items",
            ["action_item_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        batch.create_foreign_key(
            batch.f("fk_agenda_items_case_id"), "cases", ["case_id"], ["id"], initially="DEFERRED", deferrable=True
        )
        batch.create_foreign_key(
            batch.f("fk_agenda_items_organisation_id"),
            "organisations",
            ["organisation_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        batch.create_foreign_key(
            batch.f("fk_agenda_items_person_id"), "people", ["person_id"], ["id"], initially="DEFERRED", deferrable=True
        )
        batch.create_foreign_key(
            batch.f("fk_agenda_items_place_id"), "places", ["place_id"], ["id"], initially="DEFERRED", deferrable=True
        )
    with op.batch_alter_table("evidence") as batch:
        batch.add_column(sa.Column("channel", sa.String(24), nullable=True))
        batch.add_column(sa.Column("content", sa.String(64), nullable=True))
        batch.add_column(sa.Column("file_name", sa.String(255), nullable=True))
    with op.batch_alter_table("meetings") as batch:
        batch.add_column(sa.Column("series_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("occurs_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("moves", sa.Integer(), nullable=True))
        batch.create_index(batch.f("ix_meetings_series_id"), ["series_id"], unique=False)
        batch.create_foreign_key(
            batch.f("fk_meetings_series_id"),
            "meeting_series",
            ["series_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
