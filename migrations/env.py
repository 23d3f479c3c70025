"""Where Alembic's own commands meet our records, for who writes the next revision; the program never runs this file.

``alembic revision --autogenerate -m "…"`` and ``alembic check`` compare the records with a database of the newest
revision, made in memory. Databases of people are migrated by ``db/upgrade.py`` alone.
"""

from alembic import context

from db import engines, upgrade
from db.journal import metadata

engine = engines.connect("sqlite://")
upgrade.upgrade(engine)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
