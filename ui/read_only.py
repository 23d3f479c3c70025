"""Which commands only look: those that can be given while the open database is a copy that nobody may change. And which
are left to the database itself, where the open one is a copy that went along on a laptop.

Whatever is not named here is refused there, so that a new command is safe before anybody has thought of it; the store
refuses as well, whatever a screen lets through.
"""

from __future__ import annotations

LOOKS = (
    "shell.", "go.", "help.", "settings.", "search.", "view.", "views.", "file.", "reports.", "table.", "filter.",
    "list.", "columns.", "history.show", "history.since", "changes.", "comparing.compare", "today.mine", "bin.all",
    "meetings.topics", "meetings.series", "meeting_series.meetings", "exports.records", "exports.holds",
)  # fmt: skip
CHANGES = frozenset({
    "shell.undo", "shell.redo", "shell.import", "shell.receive", "shell.export", "shell.quick_add",
    "view.save", "view.save_as", "view.rename", "view.share", "view.delete",  # saved views are records
})  # fmt: skip
"""Begin like one that looks, and change."""
ALWAYS = frozenset({
    "database.open", "database.new", "database.connect", "database.recent", "database.original",
})  # fmt: skip
ENDINGS = (
    ".preview", ".meeting", ".topic", ".copy", ".copy_with_headers", ".print", ".expand", ".collapse", ".columns",
)  # fmt: skip

AT_HOME = frozenset({
    "shell.export", "shell.receive", "exports.send", "exports.save", "exports.remind", "exports.remind_mail",
    "database.take", "database.bring",
})  # fmt: skip
"""What only the database itself may do, and not a copy that went along on a laptop."""
GIVES_NUMBERS = (".issue", ".correct")
"""Endings of commands that give minutes a number."""


def only_at_home(command: str) -> bool:
    """Whether the command with this id is given in the database itself, and not in a copy that went along."""
    return command in AT_HOME or command.endswith(GIVES_NUMBERS)


def only_looks(command: str) -> bool:
    """Whether the command with this id leaves the database as it is."""
    if command in CHANGES:
        return False
    return command in ALWAYS or command.startswith(LOOKS) or command.endswith(ENDINGS)
