"""Work to be killed at: minutes typed key by key in the program's own window."""

import os
from pathlib import Path
from typing import Any

SAID = "Se habla de la sombra y del cerco; Carmen recuerda que las madres usan la banca norte. "


def type_minutes(done: Any, url: str, home: str) -> None:
    """Type without end into the minutes of the first meeting; says how much is known to be in the file."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["ECD_DESKTOP_HOME"] = home
    from PySide6.QtTest import QTest

    from ecd_desktop.settings import Settings
    from tests.ui.example import opened_office, page_of, wait_until_idle
    from ui import application
    from ui.tasks import Tasks

    application.application(mode="light")
    window = opened_office(url, Tasks(), Settings(path=Path(home) / "settings.toml"), first="meetings")
    listed = page_of(window, "meetings")
    listed.table.select([listed.model.keys[0]], listed.model.keys[0])
    window.registry["meetings.take_minutes"].trigger()
    wait_until_idle(window.tasks)
    page: Any = window.page()
    start = page.editor.text()
    page.keeping._soon.setInterval(100)  # as often as many kills want it
    page.keeping.kept.connect(lambda _clock: done("kept", len(page.keeping.drafts.kept(page.sheet.key).text)))
    done("opened", len(start), page.sheet.key, page.keeping.drafts.folder)
    while True:
        for letter in SAID:
            QTest.keyClick(page.editor, letter)
            QTest.qWait(2)
