"""The list of stakeholders goes out without a judgement, is completed in Excel and comes home cell by cell."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from db.fields import Key
from db.ordering import fold
from db.queries import stakeholders as reads
from db.queries.listing import Ask
from db.records import Assessment, Organisation, Person, Project, Stakeholder, fields_of
from db.records.stakeholders import Position, StakeRole, Strategy
from db.store import Store
from ecd_desktop import calendar, receiving
from ecd_desktop.exchange import reading
from ecd_desktop.exchange.export import Exported
from ecd_desktop.exchange.templates import STAKEHOLDERS
from ecd_desktop.language import _, in_language
from ecd_desktop.review import Kind
from ecd_desktop.services import receipts, reconciling, stakeholders
from tests.ecd_desktop.exchange.handed_out import exported
from tests.ecd_desktop.exchange.returned_files import read_here

DAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def on_a_monday() -> Iterator[None]:
    calendar.set_today(DAY)
    with in_language("en"):
        yield


@pytest.fixture
def keys(sqlite_store: Store) -> dict[str, Key]:
    """Four who take part, one of them against it, and one who did."""
    with sqlite_store.change("Add") as work:
        unit = work.add(Organisation(name="Gerencia Ficticia de Sombra")).id
        rosa = work.add(Person(given_names="Rosa", family_names="Quispe Inventada", phone="999 000 111")).id
        ana = work.add(Person(given_names="Ana", family_names="Acosta Inventada")).id
        stairs = work.add(Project(code="PRY-2026-001", name="Escalera ficticia")).id
        ramps = work.add(Project(code="PRY-2026-002", name="Rampas ficticias")).id
        told: dict[str, Any] = {"internal_note": "CANARIO", "interests": "CANARIO", "strategy": Strategy.MONITOR}
        found = {
            name: work.add(Stakeholder(**one, **told)).id for name, one in {
                "unit": {"organisation_id": unit, "project_id": stairs, "role": StakeRole.EXECUTES},
                "again": {"organisation_id": unit, "project_id": ramps, "remarks": "Espera el plano"},
                "against": {"person_id": rosa, "project_id": stairs, "role": StakeRole.OPPONENT},
                "anywhere": {"person_id": ana},
                "gone": {"person_id": ana, "project_id": ramps, "until": date(2026, 5, 7)},
            }.items()
        }  # fmt: skip
    for key in found.values():
        stakeholders.assess(sqlite_store, key, on=date(2026, 6, 1), power=4, interest=5, position=Position.OPPOSED,
                            reason="CANARIO")  # fmt: skip
    return found


def sent(store: Store, folder: Path, language: str = "en", **more: Any) -> Exported:
    return exported(store, folder / "Lista.xlsx", template=STAKEHOLDERS, unit=None, language=language, **more)


class Page:
    """The visible sheet, by the two names and the heading."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.heads = {str(cell.value): cell.column for cell in sheet[1]}

    def row(self, name: str, project: str) -> int:
        def says(n: int, head: str, words: str) -> bool:
            return words in str(self.sheet.cell(n, self.heads[head]).value or "-")

        rows = range(2, self.sheet.max_row + 1)
        (found,) = [n for n in rows if says(n, "Stakeholder", name) and says(n, "Project", project)]
        return found

    def put(self, name: str, project: str, head: str, value: Any) -> None:
        self.sheet.cell(self.row(name, project), self.heads[head]).value = value


def back(store: Store, path: Path, edit: Callable[[Page], Any]) -> Key:
    """The workbook after ``edit``, received."""
    book = load_workbook(path)
    edit(Page(book.worksheets[0]))
    book.save(path.with_name("Vuelve.xlsx"))
    with mock.patch.object(reading, "_ask_child", read_here):  # the guarded child is tried elsewhere
        received = receiving.take_in(store, receiving.read(path.with_name("Vuelve.xlsx")))
    assert received.new
    return received.file


def stake(store: Store, key: Key) -> reads.StakeholderRow:
    with store.reading() as session:
        (row,) = reads.LISTING.rows(session, [key], Ask())
    return row


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_part_of_the_file_tells_what_the_team_judges(
    sqlite_store: Store, keys: dict[str, Key], tmp_path: Path, language: str
) -> None:
    made = sent(sqlite_store, tmp_path, language, personal="convocar a la reunión")
    with ZipFile(made.path) as package:
        parts = {name: fold(package.read(name).decode("utf-8")) for name in package.namelist()}
    everything = "\n".join(parts.values())
    with in_language(language):
        labels = [_(field.label).split(" (")[0] for field in fields_of(Assessment).values() if field.internal]
        judged = [*labels, *(_(one.label) for one in (*Position, *Strategy, StakeRole.OPPONENT)), "CANARIO"]
    words = {fold(word) for word in judged} - {fold(_("Why"))}
    assert len(words) > 12
    assert not [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", everything)]
    for shown in ("Rosa Quispe Inventada", "Escalera ficticia", "999 000 111"):
        assert fold(shown) in everything
    assert made.rows == 4  # whoever ended is no part of it


def test_contact_data_leave_only_for_a_purpose(sqlite_store: Store, keys: dict[str, Key], tmp_path: Path) -> None:
    with ZipFile(sent(sqlite_store, tmp_path).path) as package:
        assert not [name for name in package.namelist() if b"999 000 111" in package.read(name)]


def test_what_was_completed_is_taken_over_once_and_can_be_undone(
    sqlite_store: Store, keys: dict[str, Key], tmp_path: Path
) -> None:
    store = sqlite_store
    made = sent(store, tmp_path)

    def edit(page: Page) -> None:
        page.put("Sombra", "002", "Role", "Funds")
        page.put("Sombra", "002", "Remarks", "Ya tiene el plano")
        page.put("Sombra", "001", "Until", date(2026, 12, 31))
        page.put("Rosa", "001", "Role", "Technical ally")
        page.put("Ana", "-", "Stakeholder", "Anita Acosta")
        page.sheet.append([None, "Comité Ficticio", "PRY-2026-001 – Escalera ficticia", "Funds"])

    file = back(store, made.path, edit)
    review = reconciling.review(store, [file])
    assert {(one.words, one.label) for one in review.of(Kind.CLEAN)} == {
        ("Gerencia Ficticia de Sombra · PRY-2026-002 – Rampas ficticias", "Role"),
        ("Gerencia Ficticia de Sombra · PRY-2026-002 – Rampas ficticias", "Remarks"),
        ("Gerencia Ficticia de Sombra · PRY-2026-001 – Escalera ficticia", "Until"),
    }
    (doubt,) = review.of(Kind.DECIDE)  # here it has another role, which did not leave
    assert doubt.words == "Rosa Quispe Inventada · PRY-2026-001 – Escalera ficticia"
    assert not review.of(Kind.NEW)
    reasons = [point.reason for kind in Kind for point in review.of(kind)]
    assert any("takes no new ones" in reason for reason in reasons)
    assert any("agreed with the team" in reason for reason in reasons)
    reconciling.answer(store, file, {doubt.id: reconciling.Answer("ours")})
    reconciling.apply(store, [file])
    assert (stake(store, keys["again"]).role, stake(store, keys["again"]).remarks) == (
        StakeRole.FUNDS, "Ya tiene el plano",
    )  # fmt: skip
    assert stake(store, keys["unit"]).until == date(2026, 12, 31)
    assert stake(store, keys["against"]).role is StakeRole.OPPONENT
    fates = {line.fate.value for line in receipts.receipt(store, file).lines}
    assert {"taken", "declined"} <= fates
    store.undo()
    assert stake(store, keys["again"]).remarks == "Espera el plano"


def test_rows_without_their_keys_are_told_by_name_and_project(
    sqlite_store: Store, keys: dict[str, Key], tmp_path: Path
) -> None:
    made = sent(sqlite_store, tmp_path)

    def edit(page: Page) -> None:
        page.put("Sombra", "002", "Role", "Supervises")
        for row in range(1, page.sheet.max_row + 1):
            page.sheet.cell(row, 1).value = None

    file = back(sqlite_store, made.path, edit)
    review = reconciling.review(sqlite_store, [file])
    (clean,) = review.of(Kind.CLEAN)
    reconciling.apply(sqlite_store, [file])
    assert clean.label == "Role"
    assert stake(sqlite_store, keys["again"]).role is StakeRole.SUPERVISES
    assert stake(sqlite_store, keys["unit"]).role is StakeRole.EXECUTES


def test_rows_sorted_apart_from_their_keys_are_not_taken(
    sqlite_store: Store, keys: dict[str, Key], tmp_path: Path
) -> None:
    made = sent(sqlite_store, tmp_path)

    def edit(page: Page) -> None:
        page.put("Sombra", "002", "Role", "Supervises")
        rows = [[cell.value for cell in row] for row in page.sheet.iter_rows(min_row=2)]
        for n, values in enumerate(reversed([row[1:] for row in rows]), 2):
            for at, value in enumerate(values, 2):
                page.sheet.cell(n, at).value = value

    review = reconciling.review(sqlite_store, [back(sqlite_store, made.path, edit)])
    assert not review.of(Kind.CLEAN)
    assert any("no longer fit their hidden keys" in one.reason for one in review.of(Kind.HELD))
