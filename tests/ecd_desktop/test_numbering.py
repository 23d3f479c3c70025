"""The numbers of minutes: places filled, what is counted together, the first serial that is free."""

from datetime import date
from itertools import islice

import pytest

from ecd_desktop import corrections, numbering
from ecd_desktop.corrections import Section
from ecd_desktop.language import format_date


@pytest.mark.parametrize(
    ("mask", "unit", "number", "counted"),
    [
        (numbering.MASK, "GDH", "ACTA N° 007-2026-GDH", "ACTA N° {n:03}-{year}-GDH"),
        (numbering.MASK, "", "ACTA N° 007-2026", "ACTA N° {n:03}-{year}"),
        ("{unit}/{n}", "", "7", "/{n}"),
        ("{n:05}", "GDH", "00007", "{n:05}"),
        ("{n}-{unit}", "A{n}B", "7-AnB", "{n}-AnB"),
    ],
)
def test_a_mask_is_filled_and_says_what_is_counted_together(mask: str, unit: str, number: str, counted: str) -> None:
    assert not list(numbering.wrong_mask(mask))
    assert numbering.number(mask, n=7, year=2026, unit=unit) == number
    assert numbering.counted_in(mask, unit).lstrip("/") == counted.lstrip("/")


def test_the_smallest_gap_is_filled_first() -> None:
    assert list(islice(numbering.free({1, 2, 4}), 3)) == [3, 5, 6]
    assert numbering.by_year("{n}-{year}")
    assert not numbering.by_year("{n}")


def test_differences_follow_the_sections_and_a_name_written_otherwise_stays_one_person() -> None:
    person = {"name": "Quispe, Rosa", "presence": "present", "organisation": "GDU", "role": "", "represented_by": "",
              "left_at": ""}  # fmt: skip
    topic = {"title": "Toldo", "kind": None, "minutes": 10, "presenter": "", "papers": "", "started_at": "",
             "ended_at": "", "conclusion": "Se compra."}  # fmt: skip
    before = {
        "venue": "", "attendees": [person], "topics": [topic, {**topic, "title": "Muro"}], "next_on": "2026-07-01",
        "agreed": [{"number": "1", "text": "Se compra el toldo", "kind": "decision", "adopted": None}], "text": "a\nb",
    }  # fmt: skip
    after = {
        "venue": "Sala", "attendees": [{**person, "name": "Quispe Díaz, Rosa"}, {**person, "name": "Poma, Ana",
        "presence": "excused"}], "topics": [{**topic, "title": "Muro"}, {**topic, "conclusion": "Se pide."}],
        "agreed": [], "text": "a\nc", "next_on": None,
    }  # fmt: skip
    found = corrections.differences(before, after)
    assert [one.section for one in found] == [
        Section.GENERAL, Section.PARTICIPANTS, Section.ABSENT, Section.AGENDA, Section.DISCUSSED, Section.DISCUSSED,
        Section.AGREED, Section.NEXT,
    ]  # fmt: skip
    assert [(one.before, one.after) for one in found][1] == ("Quispe, Rosa", "Quispe Díaz, Rosa")
    assert (found[-1].before, found[-1].after) == (format_date(date(2026, 7, 1)), "—")
    assert corrections.lines(found).count("\n") == len(found) - 1
    assert corrections.differences(after, after) == []
