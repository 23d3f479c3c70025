"""The place of decisions: what is in force, what repealed it, and the meeting that took it."""

from typing import Any

from db.queries.decisions import Force
from tests.ui.asking import choose, question
from tests.ui.example import chosen, page_of, wait_until_idle
from ui.main_window import MainWindow


def test_a_decision_is_repealed_by_a_later_one_put_in_force_again_and_leads_to_its_meeting(office: MainWindow) -> None:
    page: Any = page_of(office, "decisions")
    rows = [page.model.row(key) for key in page.model.keys]
    old, later = min(rows, key=lambda row: row.code), max(rows, key=lambda row: row.code)
    standing = next(row for row in rows if row.force is Force.IN_FORCE and row.code not in (old.code, later.code))
    chosen(office, standing.code)
    office.registry["decisions.repeal"].trigger()
    wait_until_idle(office.tasks)
    asked = question(office)
    choose(asked, "by", later.key, later.text)
    asked.give()
    wait_until_idle(office.tasks)
    assert page.model.row(standing.key).repealed_by == later.code
    page.chips["repealed"].click()
    wait_until_idle(office.tasks)
    assert {page.model.row(key).force for key in page.model.keys} == {Force.REPEALED}
    assert standing.key in page.model.keys
    page.chips["repealed"].click()
    wait_until_idle(office.tasks)
    chosen(office, standing.code)
    assert not page.form.editors["repealed_by_id"].inner.isHidden()
    office.registry["decisions.restore"].trigger()
    wait_until_idle(office.tasks)
    assert page.model.row(standing.key).force is Force.IN_FORCE
    office.registry["decisions.topic"].trigger()
    wait_until_idle(office.tasks)
    story: Any = office.page()
    assert standing.agenda_item_key in story.chosen_matter.keys
    page_of(office, "decisions")
    office.registry["decisions.meeting"].trigger()
    wait_until_idle(office.tasks)
    there: Any = office.page()
    assert (there.spec.place, there.selected()) == ("meetings", (standing.meeting_key,))


def test_a_decision_is_offered_the_topics_of_its_own_meeting(office: MainWindow) -> None:
    page: Any = page_of(office, "decisions")
    chosen(office, min(page.model.row(key).code for key in page.model.keys))
    meeting = page.form.draft.value("meeting_id")
    found: list[Any] = []
    office.here.read(lambda session: page.form._topics(session, ""), found.append)
    wait_until_idle(office.tasks)
    wanted: list[Any] = []

    def agenda(session: Any) -> list[Any]:
        from db.queries.agenda_items import agenda

        return [row.key for row in agenda(session, meeting)]

    office.here.read(agenda, wanted.append)
    wait_until_idle(office.tasks)
    assert [one.key for one in found[0]] == wanted[0] != []
