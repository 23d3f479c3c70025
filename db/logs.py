"""The tables beside the journal: what left, what came back, what waits for a person, what is kept byte for byte.

None of them is journalled or undone: they tell of files, and what a file changed is in the journal.
"""

from sqlalchemy import JSON, BigInteger, Column, Date, ForeignKey, Integer, LargeBinary, String, Table, Text, Uuid

from db.fields import Moment
from db.records.base import Base

metadata = Base.metadata

export_log = Table(
    "export_log", metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", Moment(), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("who", String(120), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("recipient", String(200), nullable=True),
    Column("purpose", Text, nullable=True),
    Column("name", String(255), nullable=True),
    Column("handed_out", JSON, nullable=False),
    Column("spare", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reply_by", Date, nullable=True),
    Column("batch", Uuid, nullable=True, index=True),
)  # fmt: skip
export_rows = Table(
    "export_rows", metadata,
    Column("export_id", Uuid, ForeignKey("export_log.id"), primary_key=True),
    Column("entity", String(40), primary_key=True),
    Column("row_id", Uuid, primary_key=True, index=True),
)  # fmt: skip
return_log = Table(
    "return_log", metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", Moment(), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("sender", String(200), nullable=True, index=True),
    Column("who", String(120), nullable=False),
    Column("purpose", Text, nullable=True),
    Column("tx_id", Uuid, nullable=True, index=True),
    Column("brought", JSON, nullable=False),
    Column("export_id", Uuid, nullable=True, index=True),
    Column("inbox_id", Uuid, nullable=True, index=True),
    Column("receipt", JSON, nullable=True),
)  # fmt: skip
inbox = Table(
    "inbox", metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", Moment(), nullable=False),
    Column("who", String(120), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("name", String(255), nullable=False),
    Column("sender", String(200), nullable=True),
    Column("export_id", Uuid, nullable=True, index=True),
    Column("parcel", JSON, nullable=False),
    Column("decisions", JSON, nullable=False),
    Column("state", String(16), nullable=False),
)  # fmt: skip
contents = Table(
    "contents", metadata,
    Column("digest", String(64), primary_key=True),
    Column("at", Moment(), nullable=False),
    Column("media", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)  # fmt: skip
