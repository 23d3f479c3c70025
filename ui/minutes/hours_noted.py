"""When the items of the agenda begin: noted as one is begun from the agenda, or as its heading is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from ecd_desktop.calendar import LIMA, now_utc
from ecd_desktop.minutes_text import item_of
from ecd_desktop.services import live_meeting

if TYPE_CHECKING:
    from ecd_desktop.services.taking_minutes import Item
    from ui.minutes.screen import MinutesPage


class HoursNoted(QObject):
    """Of one page.  Hours are noted on the day of the meeting alone: whoever writes minutes later knows no hours."""

    def __init__(self, page: MinutesPage) -> None:
        super().__init__(page)
        self.page = page
        self._headed: set[Any] | None = None  # items with a heading in the text; None: not looked at yet
        self._minute = QTimer(self, singleShot=True)  # to the next one, while an item goes on and is looked at
        self._minute.timeout.connect(page._moved)
        page.desk.agenda.begun.connect(self.begin)

    def now(self) -> str:
        """The hour in Lima on the day of the meeting; "" on other days."""
        sheet = self.page.sheet
        if sheet is None or sheet.held_on != self.page.here.today:
            return ""
        return now_utc().astimezone(LIMA).strftime("%H:%M")

    def forget(self) -> None:
        """Another text is shown: its headings begin nothing."""
        self._headed = None

    def begin(self, item: Item) -> None:
        """It begins now, where it has not begun yet."""
        page, at = self.page, self.now()
        if page.sheet is None or page.here.read_only or not at or item.started_at:
            return
        page.here.do(live_meeting.begin_item, page.sheet.key, item.key, at=at, say=False, owner=self)

    def look(self) -> None:
        """A heading that was written since, with the cursor gone on from its line, begins its item."""
        page = self.page
        if page.sheet is None or not page.sheet.agenda:
            return
        goes_on = any(one.started_at and not one.ended_at for one in page.sheet.agenda)
        if goes_on and page.isVisible() and not self._minute.isActive():
            self._minute.start((61 - now_utc().second) * 1_000)
        cursor, typing = page.editor.textCursor().blockNumber(), page.editor.hasFocus()
        headed = {
            key for topic in page.minutes.topics
            if (key := item_of(topic, page.sheet.numbered)) is not None and not (typing and topic.line == cursor)
        }  # fmt: skip
        before, self._headed = self._headed, headed if self._headed is None else self._headed | headed
        if before is None:
            return
        fresh = [one for one in page.sheet.agenda if one.key in headed - before]
        if len(fresh) == 1:  # several at once were pasted
            self.begin(fresh[0])
