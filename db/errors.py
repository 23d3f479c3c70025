"""What the data layer refuses, each with what to do next; words stay English here and are translated where shown."""

from collections.abc import Mapping

from db.fields import N_, Problem


class Refused(Exception):
    """The world said no. ``message`` and ``remedy`` are catalogue entries with named places filled from ``places``."""

    def __init__(self, message: str, remedy: str = "", **places: object) -> None:
        super().__init__(message.format(**places))
        self.message = message
        self.remedy = remedy
        self.places: Mapping[str, object] = places


class Busy(Refused):
    """The local file is open in another program, or the server did not give its lock in time."""


class NotOurs(Refused):
    """The file or the server's database is no database of this program."""


class TooNew(Refused):
    """A newer version of the program wrote this database; it is left untouched."""


class Damaged(Refused):
    """Integrity checks failed, or the journal and the tables disagree."""


class Unreachable(Refused):
    """The database cannot be opened: no such folder, no network, no permission, a full disk."""


class InUse(Refused):
    """A record cannot be deleted because others point to it."""


class Conflict(Refused):
    """Somebody changed the same thing in the meantime."""


class ReadOnly(Refused):
    """The open database is a copy to look at."""


class OnlyAtHome(Refused):
    """The open database is a copy that went along on a laptop, and this is done in the database itself."""


class Stopped(Refused):
    """A person stopped a change that took its time; it was rolled back."""

    def __init__(self) -> None:
        super().__init__(N_("It was stopped. Nothing was changed."))


class Invalid(Refused):
    """A record breaks its own rules. ``problems`` names each field and what is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            N_("The record was not saved because something is missing or wrong."),
            N_("Correct the marked fields and save again."),
        )
        self.problems = problems


class WroteAround(RuntimeError):
    """A write that would not have been journalled; always a bug of the caller."""
