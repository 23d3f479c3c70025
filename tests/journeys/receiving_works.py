"""What is killed while a workbook is taken over: the file waits, is taken over and taken back, over and over."""

from ecd_desktop.services import databases, reconciling
from tests.db.killing import Done


def take_over(done: Done, database: str) -> None:
    """What waits is taken over, and taken back."""
    store = databases.open_database(database, who="Ana")
    done("begin")
    while True:
        reconciling.apply(store)
        done("taken")
        store.undo()
        done("undone")
