"""A responsible reports between two meetings: the next one shows the last report since the one before, with who."""

from datetime import date
from typing import Any

from db.queries.carried import carried
from db.queries.minutes import paper
from db.queries.reported import Reported
from db.records.action_items import Channel
from db.records.meetings import Fate, MeetingState
from ecd_desktop import calendar
from ecd_desktop.between_meetings import report_words
from ecd_desktop.reports import acta
from ecd_desktop.services import action_items, meetings


def a_meeting(desk: Any, on: date, project: Any, **values: Any) -> Any:
    key = desk.new("meetings", subject="Mesa técnica", held_on=on, **values)
    meetings.set_projects(desk.store, key, projects=[project])
    return key


def reports(desk: Any, meeting: Any) -> dict[str, Reported | None]:
    with desk.store.reading() as session:
        found = carried(session, meeting, calendar.clock(calendar.today(), calendar.Calendar()))
    return {one.item.description: one.report for one in found}


def test_the_last_report_since_the_meeting_before_is_read_in_the_next_one(desk: Any) -> None:
    project = desk.new("projects", name="Uno")
    a_meeting(desk, date(2026, 6, 2), project, state=MeetingState.HELD)
    a_meeting(desk, date(2026, 6, 5), project, state=MeetingState.CANCELLED, state_reason="Feriado")
    this = a_meeting(desk, date(2026, 6, 10), project)
    item = desk.item(description="Pintar", project_id=project)
    old = desk.item(description="Regar", project_id=project)
    desk.item(description="Podar", project_id=project)

    def report(key: Any, on: date, progress: int, body: str | None, channel: Channel = Channel.CALL) -> None:
        action_items.report_progress(desk.store, [key], on=on, progress=progress, body=body, channel=channel)

    report(old, date(2026, 6, 2), 20, "Dicho en la reunión anterior")
    report(item, date(2026, 6, 3), 30, "Llegó la pintura")
    report(item, date(2026, 6, 8), 60, "Falta una mano")
    report(item, date(2026, 6, 10), 70, "Dicho aquí", Channel.MEETING)
    found = reports(desk, this)
    assert found["Pintar"] == Reported(date(2026, 6, 8), 60, "Falta una mano", found["Pintar"].by)  # type: ignore[union-attr]
    assert (found["Regar"], found["Podar"]) == (None, None)


def test_the_acta_says_it_before_the_answer_and_once(local_desk: Any) -> None:
    project = local_desk.new("projects", name="Uno")
    this = a_meeting(local_desk, date(2026, 6, 10), project, state=MeetingState.HELD)
    items = [local_desk.item(description=name, project_id=project) for name in ("Pintar", "Regar")]
    for item in items:
        action_items.report_progress(local_desk.store, [item], on=date(2026, 6, 8), progress=60, body="Falta una mano")
    meetings.answer(local_desk.store, this, [items[0]], fate=Fate.STAYS, answer="Falta una mano")
    meetings.answer(local_desk.store, this, [items[1]], fate=Fate.STAYS, answer="Se termina el viernes")
    with local_desk.store.reading() as session:
        read = paper(session, this, clock=calendar.clock(calendar.today(), calendar.Calendar()))
    assert read is not None
    said = {one.description: one for one in read.earlier}
    assert (said["Regar"].report, said["Regar"].reported) == ("Falta una mano", 60)
    words = report_words(Reported(date(2026, 6, 8), 60, "Falta una mano", said["Regar"].reported_by))
    assert words.startswith("Reported on 08/06/2026")
    assert words.endswith("60\u00a0%. Falta una mano")
    grid: Any = acta._earlier(read)[0]
    texts = {row.cells[1].split("\n")[0]: row.cells[1].split("\n")[1:] for row in grid.rows}
    assert texts["Pintar"] == ["Answer: Falta una mano"]
    assert texts["Regar"] == [words, "Answer: Se termina el viernes"]
