"""The letters that open menus and commands with Alt: no two of them in one menu, in either language."""

from collections import defaultdict
from unittest.mock import MagicMock

import pytest

from ecd_desktop.language import _, in_language
from ui.commands import Command, Menu
from ui.shell_commands import shell_commands
from ui.wiring import PLACES


@pytest.mark.row(20)
@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("place", [place.id for place in PLACES])
def test_a_letter_stands_for_one_command_in_each_menu(place: str, language: str) -> None:
    commands = {one.id: one for one in everything() if one.place in ("", place)}
    letters: dict[tuple[Menu, str], list[str]] = defaultdict(list)
    with in_language(language):
        for command in commands.values():
            letters[command.menu, letter(_(command.text))].append(_(command.text))
    doubled = {told: texts for told, texts in letters.items() if told[1] and len(texts) > 1}
    assert doubled == {}
    assert len(letters) > 20


@pytest.mark.row(20)
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_letter_stands_for_one_menu(language: str) -> None:
    with in_language(language):
        letters = [letter(_(menu.value)) for menu in Menu]
    assert all(letters)
    assert len(set(letters)) == len(letters)


def everything() -> list[Command]:
    return [*shell_commands(MagicMock(), PLACES), *(one for place in PLACES for one in place.commands())]


def letter(text: str) -> str:
    """The letter after the ampersand; "" where there is none."""
    _before, mark, after = text.replace("&&", "").partition("&")
    return after[:1].casefold() if mark else ""
