"""Orden del día: topics with their hours, what is owed, who is invited."""

from pathlib import Path

import pytest

from db.queries.meeting_papers import MeetingPaper, Topic
from db.records.agenda_items import TopicKind
from ecd_desktop.reports import agenda
from ecd_desktop.reports.agenda import later
from ecd_desktop.reports.page import Written
from tests.ecd_desktop.reports import invented, meetings, paper


def write(path: Path, told: MeetingPaper | None = None, **options: object) -> Written:
    return agenda.write(path, told or meetings.meeting(), **({"head": invented.head(code="")} | options))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["es", "en"])
def test_topics_stand_with_their_hours_and_what_is_owed_before_them_is_said(tmp_path: Path, language: str) -> None:
    assert write(tmp_path / "a.pdf", language=language).pages == 1
    text = paper.words(tmp_path / "a.pdf")
    for said in ("Sombra y cerco", "Marco Oré", "15:15", "15:35", "15:50", "COM-2021-031",
                 "Vega Salas, Milagros (GDH)"):  # fmt: skip
        assert paper.squeezed(said) in text
    assert min(paper.sizes(tmp_path / "a.pdf")) >= 8


def test_without_minutes_there_are_no_hours_and_without_topics_a_sentence(tmp_path: Path) -> None:
    topics = (Topic("Uno", kind=TopicKind.DECISION, papers="Oficio <b>12</b>"), Topic("Dos"))
    write(tmp_path / "a.pdf", meetings.meeting(topics=topics, ends_at=""), language="en")
    text = "".join(paper.pages(tmp_path / "a.pdf"))
    assert "Papers: Oficio <b>12</b>" in text
    assert "Decision" in text
    assert text.count("15:05") == 1
    write(tmp_path / "a.pdf", meetings.meeting(topics=(), earlier=(), attendees=()), language="en")
    assert "No topic has been written down yet." in "".join(paper.pages(tmp_path / "a.pdf"))


def test_hours_go_on_past_midnight() -> None:
    assert later("23:50", 20) == "00:10"
    assert later("08:05", 0) == "08:05"
