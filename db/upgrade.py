"""Bring a database to this version: create it, back it up and migrate it, or refuse what is newer.

Every start asks whether there is something to do; Alembic, which takes a third of a second to load, is asked only when
there is.
"""

import re
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, inspect, text

import migrations
from db.errors import TooNew
from db.fields import N_

SCRIPTS = Path(next(iter(migrations.__path__)))

_SAYS = re.compile(r"""^(revision|down_revision) = (?:["'](.+)["']|None)$""", re.MULTILINE)

def revisions() -> list[str]:
    """The revisions this program knows, oldest first, as their files say it."""
    follows: dict[str | None, str] = {}
    for script in (SCRIPTS / "versions").glob("*.py"):
        told = dict(_SAYS.findall(script.read_text(encoding="utf-8")))
        follows[told["down_revision"] or None] = told["revision"]
    found: list[str] = []
    while (following := follows.get(found[-1] if found else None)) is not None:
        found.append(following)
    return found


def head() -> str:
    """The newest revision this program knows."""
    return revisions()[-1]


def revision_of(engine: Engine) -> str | None:
    """The database's revision; None for an empty one. Raises NotOurs for tables that are none of ours."""
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        if tables and "journal_head" not in tables:
            from db.engines import not_ours

            raise not_ours(engine.url.database or "")
        if "alembic_version" not in tables:
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def refuse_newer(revision: str | None) -> None:
    """Raise TooNew for a revision that is not among ours."""
    if revision is not None and revision not in revisions():
        raise TooNew(
            N_("This database was written by a newer version of the program, so it was left untouched."),
            N_("Install the newer version, or open another database."),
        )


def upgrade(engine: Engine, *, back_up: Callable[[], None] | None = None, to: str | None = None) -> bool:
    """Create or migrate the database behind ``engine``; True when something was done.

    Each revision is one transaction, after a verified backup (``back_up``) of what is there. Raises TooNew
    and leaves the database untouched when its revision is not among ours.
    """
    current = revision_of(engine)
    refuse_newer(current)
    known = revisions()
    first = known.index(current) + 1 if current is not None else 0
    steps = known[first : known.index(to) + 1 if to is not None else None]
    if not steps:
        return False
    if current is not None and back_up is not None:
        back_up()
    from db import migrating

    for revision in steps:
        migrating.step(engine, revision)
    return True
