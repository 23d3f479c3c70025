"""Sheets about one meeting: late signatures, the part of one responsible, and the ayuda memoria within its pages."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.queries.meeting_papers import Agreed, MeetingPaper, Promised, content_hash
from db.records.action_items import Reach, State
from db.records.meetings import Presence
from ecd_desktop.errors import Expected
from ecd_desktop.language import in_language
from ecd_desktop.reports import briefing, extract, late_signers
from ecd_desktop.reports.briefing_facts import Brief, of_meeting, of_project
from ecd_desktop.reports.page import Written
from tests.ecd_desktop.reports import invented, meetings, paper

HEAD = invented.head(code="")


def signed(count: int, told: MeetingPaper) -> MeetingPaper:
    return replace(told, attendees=tuple(replace(one, signed=n < count) for n, one in enumerate(told.attendees)))


def test_only_those_who_came_and_have_not_signed_have_a_place(tmp_path: Path) -> None:
    told = signed(9, meetings.meeting())
    absent = meetings.attendee(3, Presence.ABSENT)
    told = replace(told, attendees=(*told.attendees, replace(absent, name="Nadie Vino, Aquí")))
    late_signers.write(tmp_path / "a.pdf", told, head=HEAD, pages=2, edition=1, language="en")
    text = paper.words(tmp_path / "a.pdf")
    for n, (name, *_rest) in enumerate(meetings.PEOPLE):
        assert (paper.squeezed(name) in text) is (n >= 9)
    for said in ("ADDITIONAL SIGNATURE SHEET OF ACTA N° 012-2021", "9 of 12", "behind page 2 of 2", "REU-2021-012",
                 "Version 1", content_hash(told)[:12], "Page 1 of 1", "20304050"):  # fmt: skip
        assert paper.squeezed(said) in text
    assert "NadieVino" not in text


def test_many_late_signers_go_on_with_their_words_over_them(tmp_path: Path) -> None:
    told = meetings.assembly(40)
    done = late_signers.write(tmp_path / "a.pdf", told, head=HEAD, digest="f" * 64, language="en")
    pages = paper.pages(tmp_path / "a.pdf")
    assert done.pages == len(pages) >= 3
    assert sum(page.count("Thumb-print") for page in pages) == 40
    assert all("agree with the content ffffffffffff" in " ".join(page.split()) for page in pages)


def test_without_anybody_left_there_is_no_sheet(tmp_path: Path) -> None:
    for told in (signed(12, meetings.meeting()), meetings.meeting(attendees=())):
        with pytest.raises(Expected):
            late_signers.write(tmp_path / "a.pdf", told, head=HEAD)
    assert not list(tmp_path.iterdir())


def test_an_extract_has_all_agreements_and_only_the_commitments_of_one(tmp_path: Path) -> None:
    told = meetings.meeting()
    assert "SERPAR" in extract.responsible(told)
    extract.write(tmp_path / "a.pdf", told, "serpar", head=HEAD, language="en")
    text = paper.words(tmp_path / "a.pdf")
    assert paper.squeezed("Presentar dos cotizaciones de toldo tensado") in text
    assert paper.squeezed("Consultar con legal") not in text
    assert paper.squeezed("Retira el desmonte") not in text
    assert all(paper.squeezed(words) in text for words in meetings.AGREED)
    assert content_hash(told)[:12] in text
    for whose in ("Teresa Luján Peralta", "Luis Ñahui"):
        extract.write(tmp_path / "a.pdf", told, whose, head=HEAD, language="en")
        assert paper.squeezed(whose) in paper.words(tmp_path / "a.pdf")
    for nobody in ("SEDAPAL", "", "a"):
        with pytest.raises(Expected):
            extract.write(tmp_path / "a.pdf", told, nobody, head=HEAD)


def test_an_extract_is_one_page_however_much_there_is(tmp_path: Path) -> None:
    long = "palabra <b>& " * 300
    told = meetings.meeting(
        agreed=tuple(Agreed(str(n), f"{n} {long}") for n in range(90)), subject=long, venue=long,
        promised=tuple(
            Promised(str(n), f"COM-2021-{n:03}", f"tarea {n} {long}", "GDH", date(2021, 8, 1 + n % 28), long)
            for n in range(120)
        ),
    )  # fmt: skip
    done = extract.write(tmp_path / "a.pdf", told, "GDH", head=HEAD, language="en")
    text = paper.words(tmp_path / "a.pdf")
    assert done.pages == 1
    assert "more" in text
    assert paper.squeezed("tarea 0") in text  # the first that is due
    assert any("most urgent" in warning for warning in done.warnings)


def brief_of(told: MeetingPaper, items: list[object]) -> Brief:
    with in_language("en"):
        return of_meeting(told, items, cutoff=invented.CUTOFF, calendar=invented.calendar())  # type: ignore[arg-type]


def write(path: Path, brief: Brief, **said: str) -> Written:
    return briefing.write(path, brief, head=HEAD, addressed=briefing.Addressed(**said), language="en")


def test_a_briefing_of_a_meeting_tells_the_six_parts_in_order(tmp_path: Path) -> None:
    done = write(tmp_path / "a.pdf", brief_of(meetings.meeting(), list(invented.portfolio())), to="Alcaldía",
                 by="Milagros Vega", contact="GDH, anexo 1", message="Que GRD fije fecha.")  # fmt: skip
    text = paper.words(tmp_path / "a.pdf")
    places = [text.find(paper.squeezed(said)) for said in ("BRIEFING NOTE", "Mesa técnica Parque Huáscar", "Alcaldía",
              "Milagros Vega",
              "1. Background", "2. Present situation", "3. What has moved", "4. Critical blockers", "5. Next steps",
              "6. Key messages",
              "Que GRD fije fecha.", "Contact: GDH")]  # fmt: skip
    assert -1 not in places
    assert places == sorted(places)
    assert done.pages <= 2
    assert paper.squeezed(meetings.AGREED[0]) in text
    assert invented.CANARY not in text
    assert "workingdayslate" in text


def test_without_a_message_it_asks_for_what_is_overdue_and_internal_tasks_never_leave() -> None:
    items = list(invented.portfolio())
    hidden = replace(items[0], reach=Reach.INTERNAL_TASK, description=invented.CANARY, state=State.PENDING)
    brief = brief_of(meetings.meeting(), [*items, hidden])
    assert any("GRD" in one and "overdue" in one for one in brief.asked)
    assert invented.CANARY not in repr(brief)
    assert sum(count for _light, count in brief.counts) == len(items)


def test_a_briefing_is_two_pages_however_much_there_is(tmp_path: Path) -> None:
    long = "texto & <b> " * 60
    items = [replace(one, key=invented.key(f"{n} {m}"), description=f"{one.description} {long}", last_progress=long)
             for m in range(4) for n, one in enumerate(invented.portfolio())]  # fmt: skip
    told = meetings.meeting(agreed=tuple(Agreed(str(n), long) for n in range(60)), subject=long)
    done = write(tmp_path / "a.pdf", brief_of(told, list(items)), message="\n".join([long] * 9), to="x" * 300)
    assert done.pages <= 2
    assert any("most urgent" in warning for warning in done.warnings)
    text = paper.words(tmp_path / "a.pdf")
    assert "more" in text
    assert "6.Keymessages" in text


def test_a_briefing_of_a_project_tells_how_it_stands(tmp_path: Path) -> None:
    project, items = invented.projects()[0], [one for one in invented.portfolio() if one.project_code == "PRY-2026-001"]
    with in_language("en"):
        brief = of_project(project, items, invented.meetings(), (), cutoff=invented.CUTOFF,
                           calendar=invented.calendar())  # fmt: skip
    done = write(tmp_path / "a.pdf", brief)
    text = paper.words(tmp_path / "a.pdf")
    assert done.pages <= 2
    assert done.warnings == ()
    for said in (project.name, "PRY-2026-001", "5 meetings so far", "Commitments"):
        assert paper.squeezed(said) in text
