"""Who is at the keyboard, and on which machine; the id of the replica is the database's own."""

from __future__ import annotations

import getpass
import platform
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """The name that the journal writes beside every change, and the machine it was made on."""

    name: str
    machine: str


def person(*, as_person: str = "", chosen: str = "") -> Person:
    """Who works: ``--as-person``, else the name chosen in the settings, else the system's login (decision 14).

    The login and not the directory's full name: undo finds "mine" by this name, and a directory that does not
    answer today must not make another person of me.
    """
    return Person(name=_plain(as_person) or _plain(chosen) or login(), machine=machine())


def login() -> str:
    """The system's name for whoever is logged in."""
    try:
        return _plain(getpass.getuser()) or "?"
    except (OSError, KeyError, ImportError):  # an account without a name (containers), Windows without USERNAME
        return "?"


def machine() -> str:
    """The name of this computer."""
    return _plain(platform.node()) or "?"


def _plain(name: str) -> str:
    return " ".join(name.split())[:120]
