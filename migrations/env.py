"""Where Alembic's own commands meet our records, for who writes the next revision; the program never runs this file.

``alembic revision --autogenerate -m "…"`` and ``alembic check`` compare the records with a database of the newest
revision, made in memory. Databases of people are migrated by ``db/upgrade.py`` alone. What is written names types as
databases know them and never our own code, which later versions may change: a revision stays true.
"""

from typing import Any

from alembic import context
from sqlalchemy import Enum, Uuid

from db import engines, upgrade
from db.fields import Moment, Scaled
from db.logs import metadata


def spelled(kind: str, item: Any, _context: Any) -> str | bool:
    """How a column's type is written: keys, choices and moments as the plain types under them."""
    if kind == "type" and isinstance(item, Uuid):
        return "sa.Uuid()"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String({item.length})"
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Scaled):
        return "sa.BigInteger()"
    return False


def numbered(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """A new revision is called by the number after the last one."""
    for script in directives:
        script.rev_id = f"{int(upgrade.head()) + 1:04}"


engine = engines.connect("sqlite://")
upgrade.upgrade(engine)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True,
                      render_item=spelled, process_revision_directives=numbered)  # fmt: skip
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
