"""Files that came back wait for a person; which records are out with whom, until when, and what each return took."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("sender", sa.String(200), nullable=True),
        sa.Column("export_id", sa.Uuid(), nullable=True),
        sa.Column("parcel", sa.JSON(), nullable=False),
        sa.Column("decisions", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("digest", name=op.f("uq_inbox_digest")),
    )
    op.create_index(op.f("ix_inbox_export_id"), "inbox", ["export_id"], unique=False)
    rows = op.create_table(
        "export_rows",
        sa.Column("export_id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(40), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["export_id"], ["export_log.id"], name=op.f("fk_export_rows_export_id")),
        sa.PrimaryKeyConstraint("export_id", "entity", "row_id", name=op.f("pk_export_rows")),
    )
    op.create_index(op.f("ix_export_rows_row_id"), "export_rows", ["row_id"], unique=False)
    with op.batch_alter_table("export_log") as batch:
        batch.add_column(sa.Column("reply_by", sa.Date(), nullable=True))
        batch.add_column(sa.Column("batch", sa.Uuid(), nullable=True))
        batch.create_index(batch.f("ix_export_log_batch"), ["batch"], unique=False)
    with op.batch_alter_table("return_log") as batch:
        batch.add_column(sa.Column("export_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("inbox_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("receipt", sa.JSON(), nullable=True))
        batch.create_index(batch.f("ix_return_log_export_id"), ["export_id"], unique=False)
        batch.create_index(batch.f("ix_return_log_inbox_id"), ["inbox_id"], unique=False)
    log = sa.table(
        "export_log", sa.column("id", sa.Uuid()), sa.column("kind", sa.String()), sa.column("handed_out", sa.JSON())
    )
    connection = op.get_bind()
    sent = connection.execute(sa.select(log.c.id, log.c.handed_out).where(log.c.kind == "workbook")).all()
    if told := [row for export, handed in sent for row in _told(export, handed)]:
        connection.execute(rows.insert(), told)


def _told(export: uuid.UUID, handed: dict[str, dict[str, object]] | None) -> list[dict[str, object]]:
    """The records whose values a workbook that left before holds."""
    return [
        {"export_id": export, "entity": entity, "row_id": uuid.UUID(key)}
        for entity, records in (handed or {}).items()
        for key in records
    ]
