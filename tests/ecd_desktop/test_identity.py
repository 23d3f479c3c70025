"""Who is at the keyboard."""

import getpass

import pytest

from ecd_desktop import identity
from ecd_desktop.identity import person


def test_the_name_given_wins_over_the_name_chosen_and_that_over_the_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "aflores")
    assert person(as_person="Prueba  Ficticia ", chosen="Ana").name == "Prueba Ficticia"
    assert person(chosen="Ana Flores").name == "Ana Flores"
    assert person(chosen="  ").name == "aflores"
    assert person().machine == identity.machine() != ""


def test_an_account_without_a_name_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr(getpass, "getuser", nameless)
    assert person().name == "?"
