"""How many rows every table has: what a copy is compared with."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Session

from db.logs import metadata


def rows(session: Session) -> dict[str, int]:
    """The rows of each table by its name."""
    return {
        table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }
