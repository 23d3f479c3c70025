"""Workbooks for many departments in one go: files, drafts, one batch in the log, what was written when it failed."""

import json
import os
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import pytest
from openpyxl import load_workbook

from db import exchange_log
from db.records import Organisation, Project
from db.records.projects import ProjectState
from db.store import Store
from ecd_desktop import calendar, files, late_workbooks, receiving, sending
from ecd_desktop.__main__ import main
from ecd_desktop.calendar import clock
from ecd_desktop.errors import Expected
from ecd_desktop.exchange import sheets
from ecd_desktop.exchange.templates import PROJECTS, TEMPLATES
from ecd_desktop.language import in_language
from ecd_desktop.sending import Sending
from ecd_desktop.services import reconciling
from tests.ecd_desktop.exchange.handed_out import CALENDAR, CANARY, MAIL, PHONE, TODAY, Office, office
from tests.ecd_desktop.exchange.test_export import everything


@pytest.fixture
def made(sqlite_store: Store) -> Office:
    return office(sqlite_store)


def collected(store: Store, units: Any = None, **more: Any) -> Sending:
    options: dict[str, Any] = {"clock": clock(TODAY, CALENDAR), "calendar": CALENDAR, "language": "es"}
    return sending.collect(store, units, **(options | more))


def letter(path: Path) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(path.read_bytes(), policy=default))


def test_each_department_gets_its_own_rows_and_a_draft_that_carries_the_same_file(
    made: Office, sqlite_store: Store, tmp_path: Path
) -> None:
    plan = collected(sqlite_store, reply_by=date(2026, 6, 8), language="en")
    done = sending.write_all(sqlite_store, plan, tmp_path / "new" / "folder")
    names = ["Commitments_EFP_2026-06-01", "Commitments_GFS_2026-06-01"]
    assert sorted(path.name for path in done.folder.iterdir()) == [
        f"{name}{ending}" for name in names for ending in (".eml", ".xlsx")
    ]
    assert [(one.recipient, one.rows, one.overdue, one.addresses) for one in done.made] == [
        ("EFP", 1, 0, 0), ("GFS", 4, 1, 1),
    ]  # fmt: skip
    assert (done.unreachable, done.empty, done.left) == (("EFP",), (), ())
    mail = letter(done.folder / f"{names[1]}.eml")
    (paper,) = mail.iter_attachments()
    assert (paper.get_filename(), paper.get_content()) == (
        f"{names[1]}.xlsx", (done.folder / f"{names[1]}.xlsx").read_bytes(),
    )  # fmt: skip
    assert (mail["X-Unsent"], mail["To"]) == ("1", f"GFS <{MAIL}>")
    assert mail["Subject"] == "Commitments of GFS: please answer by 8 June 2026"
    said = cast(Any, mail.get_body()).get_content()
    assert "send it back by Monday, 8 June 2026" in said
    assert "4 commitments of yours, as we have them on 1 June 2026. 1 of them is overdue." in said
    assert "DATOS FICTICIOS" not in said
    assert letter(done.folder / f"{names[0]}.eml")["To"] is None
    assert load_workbook(done.folder / f"{names[0]}.xlsx").sheetnames[:2] == ["Commitments", "Read me"]
    with sqlite_store.reading() as session:
        logged = exchange_log.sent(session)
    assert {one.id for one in logged} == {one.export_id for one in done.made}
    assert {(one.batch, one.reply_by) for one in logged} == {(done.batch, date(2026, 6, 8))}


def test_nothing_internal_and_no_personal_data_leaves_without_a_purpose(
    made: Office, sqlite_store: Store, tmp_path: Path
) -> None:
    for template in TEMPLATES.values():
        for purpose in (None, "Coordinar la visita"):
            plan = collected(sqlite_store, template=template, personal=purpose, closed=True)
            for one in sending.write_all(sqlite_store, plan, tmp_path / str(purpose)).made:
                inside = everything(one.workbook) + str(letter(one.draft).get_body()).encode()
                assert CANARY.encode() not in inside
                assert purpose or PHONE.encode() not in inside
    with pytest.raises(Expected):
        collected(sqlite_store, personal=" ")


def test_a_second_sending_warns_takes_other_names_and_leaves_both_valid(
    made: Office, sqlite_store: Store, tmp_path: Path
) -> None:
    first = sending.write_all(sqlite_store, collected(sqlite_store, ["gfl"]), tmp_path)
    (tmp_path / "Compromisos_GFS_2026-06-01.xlsx").write_bytes(b"what came back, saved over it")
    plan = collected(sqlite_store, ["GFS", "EFP", made.former])
    assert {name: one.id for name, one in plan.again.items()} == {"GFS": first.made[0].export_id}
    second = sending.write_all(sqlite_store, plan, tmp_path)
    assert [one.workbook.name for one in second.made] == [
        "Compromisos_GFS_2026-06-01 (2).xlsx", "Compromisos_EFP_2026-06-01.xlsx",
    ]  # fmt: skip
    assert (tmp_path / "Compromisos_GFS_2026-06-01.xlsx").read_bytes().startswith(b"what")
    with sqlite_store.reading() as session:
        out = exchange_log.out_with(session, "action_items", [made.items["COM-2026-901"]])
    assert len(out[made.items["COM-2026-901"]]) == 2


def test_a_failure_half_way_says_what_was_written_and_what_not(
    made: Office, sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_store.change("Nothing open") as work:
        work.add(Organisation(name="Sin compromisos", acronym="SIN"))
    plan = collected(sqlite_store, ["EFP", "GFS", "SIN"])
    real = sending.write_one

    def failing(store: Store, sent: Sending, package: Any, folder: Path) -> Any:
        if package.recipient == "GFS":
            raise Expected("Disk full.")
        return real(store, sent, package, folder)

    monkeypatch.setattr(sending, "write_one", failing)
    done = sending.write_all(sqlite_store, plan, tmp_path)
    assert ([one.recipient for one in done.made], done.left, done.empty) == (["EFP"], ("GFS",), ("SIN",))
    with in_language("en"):
        assert list(sending.told(done)) == [
            f"1 workbook in {tmp_path}.", "1 was not written: GFS.", "1 department without an e-mail address: EFP.",
            "1 with nothing open: SIN.",
        ]  # fmt: skip
    with sqlite_store.reading() as session:
        assert [one.recipient for one in exchange_log.sent(session)] == ["EFP"]
    sending.withdraw(sqlite_store, [one.export_id for one in done.made])
    with sqlite_store.reading() as session:
        assert [one.state for one in exchange_log.sent(session)] == ["withdrawn"]


def test_a_log_that_cannot_be_written_leaves_no_file(
    made: Office, sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = collected(sqlite_store)

    def refused(**_entry: Any) -> None:
        raise Expected("No.")

    monkeypatch.setattr(sqlite_store, "log_export", refused)
    assert sending.write_all(sqlite_store, plan, tmp_path / "out").made == ()
    assert list((tmp_path / "out").iterdir()) == []


def test_a_workbook_that_does_not_get_its_name_is_not_awaited(
    made: Office, sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = collected(sqlite_store, ["GFS"])
    real = os.replace

    def locked(source: Path, target: Path) -> None:
        if target.suffix == ".xlsx":
            raise PermissionError(13, "locked", str(target))
        real(source, target)

    monkeypatch.setattr(files.os, "replace", locked)
    done = sending.write_all(sqlite_store, plan, tmp_path / "out")
    assert (done.made, done.left) == ((), ("GFS",))
    assert list((tmp_path / "out").iterdir()) == []
    with sqlite_store.reading() as session:
        assert [one.state for one in exchange_log.sent(session)] == ["withdrawn"]


def test_projects_leave_with_the_columns_their_unit_answers_in(
    made: Office, sqlite_store: Store, tmp_path: Path
) -> None:
    with sqlite_store.change("Projects") as work:
        for n, state in enumerate((ProjectState.ACTIVE, ProjectState.CLOSED)):
            work.add(Project(code=f"PRY-2026-00{n}", name=f"Ruta {n}", unit_id=made.former, state=state, progress=40))
    plan = collected(sqlite_store, template=PROJECTS, language="en")
    (one,) = sending.write_all(sqlite_store, plan, tmp_path).made
    assert one.workbook.name == "Projects_GFS_2026-06-01.xlsx"
    book = load_workbook(one.workbook)
    listed = list(book["Projects"].iter_rows(values_only=True))
    assert [row[1] for row in listed[1:]] == ["PRY-2026-000"]
    row = dict(zip(listed[0], listed[1], strict=True))
    assert (row["State"], row["Physical progress (%)"]) == ("Active", 0.4)
    meta = dict(book["_meta"].iter_rows(values_only=True))
    assert (meta["entity"], meta["spare"]) == ("projects", "0")
    theirs = {column.field for column in sheets.PROJECTS.columns if meta.get(f"takes.{column.name}") == column.field}
    assert theirs == {"state", "state_reason", "progress", "ends_on", "closed_on", "remarks"}
    with sqlite_store.reading() as session:
        logged = exchange_log.handed_out(session, one.export_id)
    assert logged is not None
    assert next(iter(logged[0]["projects"].values()))["progress"] == 40


def test_a_workbook_of_another_noun_comes_back_as_those_of_commitments_do(
    made: Office, sqlite_store: Store, tmp_path: Path
) -> None:
    with sqlite_store.change("A project") as work:
        kept = work.add(Project(code="PRY-2026-001", name="Ruta", unit_id=made.unit, progress=40)).id
    (one,) = sending.write_all(sqlite_store, collected(sqlite_store, template=PROJECTS), tmp_path).made
    book = load_workbook(one.workbook)
    sheet = book.worksheets[0]
    meta = dict(book["_meta"].iter_rows(values_only=True))
    place = {cell.value: cell.column for cell in sheet[1]}
    for name, value in (("state", meta["word.state.paused"]), ("state_reason", "Falta el convenio"), ("progress", 0.6)):
        sheet.cell(2, place[meta[f"column.{name}"]]).value = value
    book.save(tmp_path / "back.xlsx")
    received = receiving.take_in(sqlite_store, receiving.read(tmp_path / "back.xlsx"))
    assert received.new
    assert reconciling.apply(sqlite_store).left == 0
    with sqlite_store.reading() as session:
        project = session.get(Project, kept)
        assert project is not None
        told = (project.state, project.state_reason, project.progress)
        assert exchange_log.sent(session)[0].state == "back"
    assert told == (ProjectState.PAUSED, "Falta el convenio", 60)


def test_a_late_workbook_is_told_and_its_reminder_is_kept_with_the_unit(
    made: Office, sqlite_store: Store, tmp_path: Path
) -> None:
    from db.queries import contacts
    from db.records.action_items import Channel
    from db.records.interactions import Purpose

    done = sending.write_all(sqlite_store, collected(sqlite_store, ["GFS"], reply_by=date(2026, 6, 3)), tmp_path)
    later = date(2026, 6, 9)
    with in_language("en"):
        assert late_workbooks.late_lines(sqlite_store, on=later, calendar=CALENDAR) == [
            "The workbook of GFS was wanted back on 03/06/2026: 4 working days late."
        ]
    wanted = late_workbooks.collect(sqlite_store, done.made[0].export_id)
    said = late_workbooks.reminder(wanted, on=later, calendar=CALENDAR, language="en")
    assert "“Compromisos_GFS_2026-06-01.xlsx”" in said
    assert "4 working days ago" in said
    mail = message_from_bytes(late_workbooks.draft(wanted, said, language="en"), policy=default)
    assert (mail["To"], mail["Subject"]) == (f"GFS <{MAIL}>", "Reminder: workbook of GFS")
    assert late_workbooks.register(sqlite_store, [(wanted, said)], channel=Channel.MAIL) == 1
    with sqlite_store.reading() as session:
        (kept,) = contacts.contacts(session, "organisations", made.unit)
    assert (kept.purpose, kept.channel) == (Purpose.REMINDER, Channel.MAIL)
    sending.withdraw(sqlite_store, [done.made[0].export_id])
    with pytest.raises(Expected):
        late_workbooks.collect(sqlite_store, done.made[0].export_id)


def test_the_command_line_sends_to_some_or_to_all(
    sqlite_url: str, sqlite_store: Store, made: Office, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    sqlite_store.close()
    begin = ["--database", sqlite_url.removeprefix("sqlite:///"), "--as-person", "Prueba", "--today", "01/06/2026"]
    calendar.set_today(TODAY)
    out = tmp_path / "out"
    assert main([*begin, "send", "--to", "gfs,efp", "--out", str(out), "--language", "es", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert [one["file"] for one in told["workbooks"]] == [
        "Compromisos_GFS_2026-06-01.xlsx", "Compromisos_EFP_2026-06-01.xlsx",
    ]  # fmt: skip
    assert (told["without_address"], told["not_written"], told["reply_by"]) == (["EFP"], [], "2026-06-08")
    assert main([*begin, "send", "--to", "all", "--out", str(out), "--language", "en"]) == 0
    assert len(list(out.glob("Commitments_*.xlsx"))) == 2
    assert main([*begin, "send", "--to", "nobody", "--out", str(out)]) == 1
    assert main([*begin, "send", "--to", ",", "--out", str(out)]) == 2
    assert main([*begin, "send", "--to", "all", "--out", str(out), "--reply-by", "29/05/2026"]) == 2
