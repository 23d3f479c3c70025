"""Agendas, decisions and what meetings said of old commitments; meetings and attendance say more."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(400), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("presenter_id", sa.Uuid(), nullable=True),
        sa.Column("papers", sa.Text(), nullable=True),
        sa.Column("started_at", sa.String(5), nullable=True),
        sa.Column("ended_at", sa.String(5), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("continues_id", sa.Uuid(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["continues_id"],
            ["agenda_items.id"],
            name=op.f("fk_agenda_items_continues_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings.id"],
            name=op.f("fk_agenda_items_meeting_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["presenter_id"],
            ["people.id"],
            name=op.f("fk_agenda_items_presenter_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_agenda_items_project_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
    )
    op.create_index(op.f("ix_agenda_items_continues_id"), "agenda_items", ["continues_id"], unique=False)
    op.create_index(op.f("ix_agenda_items_meeting_id"), "agenda_items", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_agenda_items_presenter_id"), "agenda_items", ["presenter_id"], unique=False)
    op.create_index(op.f("ix_agenda_items_project_id"), "agenda_items", ["project_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(24), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(20), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("adopted", sa.String(24), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("repealed_by_id", sa.Uuid(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"],
            ["agenda_items.id"],
            name=op.f("fk_decisions_agenda_item_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_decisions_meeting_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["repealed_by_id"],
            ["decisions.id"],
            name=op.f("fk_decisions_repealed_by_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_agenda_item_id"), "decisions", ["agenda_item_id"], unique=False)
    op.create_index(op.f("ix_decisions_code"), "decisions", ["code"], unique=True)
    op.create_index(op.f("ix_decisions_meeting_id"), "decisions", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_decisions_repealed_by_id"), "decisions", ["repealed_by_id"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("action_item_id", sa.Uuid(), nullable=False),
        sa.Column("fate", sa.String(24), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_after", sa.Date(), nullable=True),
        sa.Column("state_before", sa.String(24), nullable=True),
        sa.Column("progress_before", sa.Integer(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_item_id"],
            ["action_items.id"],
            name=op.f("fk_reviews_action_item_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_reviews_meeting_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_action_item_id"), "reviews", ["action_item_id"], unique=False)
    op.create_index(op.f("ix_reviews_meeting_id"), "reviews", ["meeting_id"], unique=False)
    with op.batch_alter_table("attendances") as batch:
        batch.add_column(sa.Column("represented_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("left_at", sa.String(5), nullable=True))
        batch.create_index(batch.f("ix_attendances_represented_by_id"), ["represented_by_id"], unique=False)
        batch.create_foreign_key(
            batch.f("fk_attendances_represented_by_id"),
            "people",
            ["represented_by_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
    with op.batch_alter_table("meetings") as batch:
        batch.add_column(sa.Column("confidentiality", sa.String(24), nullable=True))
        batch.add_column(sa.Column("state_reason", sa.String(400), nullable=True))
        batch.add_column(sa.Column("counted_women", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("counted_men", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("counted_girls", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("counted_boys", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("counted_caregivers", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("minutes_text", sa.Text(), nullable=True))
        batch.add_column(sa.Column("next_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("next_at", sa.String(5), nullable=True))
        batch.add_column(sa.Column("next_venue", sa.String(200), nullable=True))
        batch.add_column(sa.Column("next_agenda", sa.Text(), nullable=True))
