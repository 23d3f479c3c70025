"""The papers of a meeting leave by e-mail from a dialog with everybody ticked, and its invitation as a file."""

from pathlib import Path

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow
from ui.meetings.mailing import MailDialog


def test_minutes_go_out_as_drafts_without_whom_was_unticked_and_invitations_as_a_file(
    office: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    page = page_of(office, "meetings")
    row = next(row for key in page.model.keys if (row := page.model.row(key)).came and row.items)
    page.table.select([row.key], row.key)
    wait_until_idle(office.tasks)
    office.registry["meetings.mail_minutes"].trigger()
    wait_until_idle(office.tasks)
    (dialog,) = office.findChildren(MailDialog)
    everybody = len(dialog.mailing.reachable)
    assert len(dialog.list.ticked()) == everybody > 3
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.verb.text() == f"Write {everybody - 1} e-mails…"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(out))
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)  # too late: what is being written is logged and gets its name
    wait_until_idle(office.tasks)
    (folder,) = out.iterdir()
    assert folder.name == f"{row.code} Minutes by e-mail"
    assert len(list(folder.glob("*.eml"))) == everybody - 1
    assert office.notices.isVisible()
    asked = [str(tmp_path / "invitation.ics"), ""]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: asked)
    office.registry["meetings.save_invitation"].trigger()
    wait_until_idle(office.tasks)
    (event,) = Calendar.from_ical((tmp_path / "invitation.ics").read_bytes()).walk("VEVENT")
    assert event["uid"] == f"{row.key}@ecd-desktop"
