"""What went wrong, as a sentence and a remedy."""

import errno
from datetime import UTC, date, datetime

import pytest

from db.errors import Invalid, Refused
from db.fields import Problem
from ecd_desktop import language
from ecd_desktop.errors import Expected, Usage, from_os_error, sentence


def test_an_expected_failure_says_what_happened_and_what_to_do() -> None:
    failure = Expected("The file is open elsewhere.", "Close it.")
    assert (failure.message, failure.remedy) == ("The file is open elsewhere.", "Close it.")
    assert str(failure) == "The file is open elsewhere. Close it."
    assert str(Expected("Only this.")) == "Only this."
    assert sentence(failure) == ("The file is open elsewhere.", "Close it.")
    assert sentence(Usage("Which file?")) == ("Which file?", "")


def test_what_the_data_layer_refuses_is_said_in_the_language_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    spanish = {"{name} has it since {since}.": "Lo tiene {name} desde {since}.", "Ask {name}.": "Pregunte a {name}."}

    class Catalogue:
        def gettext(self, message: str) -> str:
            return spanish.get(message, message)

    monkeypatch.setattr(language, "_catalogue", lambda code: Catalogue())
    since = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
    refused = Refused("{name} has it since {since}.", "Ask {name}.", name="Ana Ficticia", since=since)
    assert sentence(refused) == ("Lo tiene Ana Ficticia desde 23/11/2026 10:30.", "Pregunte a Ana Ficticia.")


def test_an_invalid_record_names_each_problem() -> None:
    message, remedy = sentence(
        Invalid((Problem("due_on", "A due date is needed."), Problem("x", "At most {max}.", {"max": 3})))
    )
    assert message.endswith("A due date is needed. At most 3.")
    assert remedy


def test_a_date_in_a_sentence_is_written_as_in_the_office() -> None:
    assert sentence(Refused("Since {day}.", day=date(2026, 11, 3)))[0] == "Since 03/11/2026."


def test_a_sentence_with_a_wrong_place_is_still_said() -> None:
    refused = Refused("Fine.", "Ask {nobody}.", name="Ana")
    assert sentence(refused) == ("Fine.", "Ask {nobody}.")


@pytest.mark.parametrize(
    ("failure", "word"),
    [
        (PermissionError(errno.EACCES, "no", "/home/ana/matriz.xlsx"), "open in another program"),
        (OSError(errno.ENOSPC, "no", "/home/ana/matriz.xlsx"), "no room"),
        (FileNotFoundError(errno.ENOENT, "no", "/home/ana/matriz.xlsx"), "not found"),
        (IsADirectoryError(errno.EISDIR, "no", "/home/ana/matriz.xlsx"), "is a folder"),
        (OSError(errno.EIO, "Input/output error", "/home/ana/matriz.xlsx"), "refused"),
    ],
)
def test_the_systems_refusals_name_the_file_and_say_that_nothing_was_changed(failure: OSError, word: str) -> None:
    message, remedy = sentence(failure)
    assert "matriz.xlsx" in message
    assert "/home" not in message
    assert word in message
    assert "nothing was changed" in message
    assert remedy
    assert "acta.pdf" in from_os_error(OSError(errno.EIO, "x"), "/x/acta.pdf").message


def test_a_bug_is_described_without_its_values() -> None:
    message, remedy = sentence(ValueError("DNI 04567890"))
    assert "04567890" not in message + remedy
    assert "ValueError" in message
