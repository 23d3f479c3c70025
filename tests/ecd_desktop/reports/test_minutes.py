"""Acta de reunión: every section in its order, all of it once, nothing split, nobody signs alone on a page."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.queries.meeting_papers import Agreed, MeetingPaper, Promised, Topic, canonical, content_hash
from db.records.decisions import Adopted
from db.records.meetings import MeetingKind, Modality, Presence
from ecd_desktop.language import _, in_language
from ecd_desktop.reports import minutes
from ecd_desktop.reports.formulas import opening
from ecd_desktop.reports.page import Written
from tests.ecd_desktop.reports import invented, meetings, paper


def write(path: Path, told: MeetingPaper | None = None, **options: object) -> Written:
    return minutes.write(path, told or meetings.meeting(), **({"head": invented.head(code="")} | options))  # type: ignore[arg-type]


SECTIONS = {
    "es": ("Datos generales", "Participantes", "Ausentes y justificados", "Agenda",
           "Seguimiento de compromisos anteriores", "Desarrollo de la reunión", "Acuerdos", "Compromisos",
           "Próxima reunión", "Cierre"),
    "en": ("General information", "Participants", "Absent and excused", "Agenda", "Follow-up of earlier commitments",
           "What was discussed", "Agreements", "Commitments", "Next meeting", "Closing"),
}  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@pytest.mark.parametrize("language", ["es", "en"])
def test_twelve_people_and_nine_agreements_stand_on_one_sheet(tmp_path: Path, language: str) -> None:
    issued = meetings.meeting(issued_as="ACTA N° 012-2021-GDH")
    assert write(tmp_path / "a.pdf", issued, language=language, edition=1).pages == 2  # its foot says more
    assert write(tmp_path / "a.pdf", language=language).pages == 2
    text = paper.words(tmp_path / "a.pdf")
    for words in (*meetings.AGREED, *(row[0] for row in meetings.PROMISED)):
        assert text.count(paper.squeezed(words)) == 1
    for name, _organisation, _post, document in meetings.PEOPLE:
        assert text.count(paper.squeezed(name)) == 2  # among those who took part, and where they sign
        assert text.count(document) == 1 or not document
    assert min(paper.sizes(tmp_path / "a.pdf")) >= 8
    assert all(paper.fonts(tmp_path / "a.pdf").values())


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_ten_sections_stand_in_their_order_with_their_numbers(tmp_path: Path, language: str) -> None:
    absent = (meetings.attendee(0), meetings.attendee(1, Presence.EXCUSED), meetings.attendee(2, Presence.ABSENT))
    write(tmp_path / "a.pdf", meetings.meeting(attendees=absent), language=language)
    text = paper.words(tmp_path / "a.pdf")
    found = [text.find(paper.squeezed(f"{n}. {title}")) for n, title in zip(ROMAN, SECTIONS[language], strict=True)]
    assert -1 not in found
    assert found == sorted(found)


def test_numbers_stay_in_line_where_a_section_is_left_out(tmp_path: Path) -> None:
    bare = meetings.meeting(attendees=(), earlier=(), topics=(), text="", agreed=(), promised=(), next_on=None,
                            next_at="", next_venue="", next_agenda="")  # fmt: skip
    write(tmp_path / "a.pdf", bare, language="en")
    text = "".join(paper.pages(tmp_path / "a.pdf"))
    kept = [title for title in SECTIONS["en"] if title not in ("Absent and excused", "Next meeting")]
    assert re.findall(r"^([IVX]+)\. ", text, re.MULTILINE) == list(ROMAN[: len(kept)])
    for said in ("No agreement was adopted.", "No commitment was made.", "No agenda was set beforehand.",
                 "There was no earlier commitment to follow up.", "No attendance was noted.",
                 "Name: ____"):  # fmt: skip
        assert said in text


def test_the_opening_and_the_closing_are_the_customary_ones(tmp_path: Path) -> None:
    write(tmp_path / "a.pdf", language="es")
    text = paper.words(tmp_path / "a.pdf")
    assert paper.squeezed("Siendo las 15:05 horas del 9 de julio de 2021, se reunieron en Local comunal") in text
    assert paper.squeezed("No habiendo más asuntos que tratar, siendo las 16:40 horas, se da por concluida") in text
    assert paper.squeezed("Asistieron 12 de 12 convocados (100 %)") in text


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_opening_says_only_what_is_known(language: str) -> None:
    with in_language(language):
        said = set()
        for changes in ({}, {"venue": ""}, {"starts_at": ""}, {"starts_at": "", "venue": ""}, {"held_on": None},
                        {"modality": Modality.REMOTE}, {"modality": Modality.REMOTE, "venue": ""}):  # fmt: skip
            words = opening(meetings.meeting(**changes))
            assert "{" not in words
            assert "None" not in words
            said.add(words)
        assert len(said) == 7


def test_who_came_who_did_not_and_how(tmp_path: Path) -> None:
    people = (
        meetings.attendee(0, Presence.LATE), meetings.attendee(1, Presence.LEFT, left_at="16:05"),
        meetings.attendee(2, Presence.REPRESENTED, represented_by="Sara Poma Gil"),
        meetings.attendee(3, Presence.EXCUSED), meetings.attendee(4, Presence.INVITED),
    )  # fmt: skip
    write(tmp_path / "a.pdf", meetings.meeting(attendees=people, counted=(19, 4, 5, 3, 19)), language="en")
    text = paper.words(tmp_path / "a.pdf")
    for said in ("3 of 5 people convened attended (60 %)", "Represented by Sara Poma Gil", "Left early (16:05)",
                 "Counted without a list: 31 (19 women, 4 men, 5 girls, 3 boys). 19 of them are caregivers.",
                 "For Quispe Mamani, Rosa"):  # fmt: skip
        assert paper.squeezed(said) in text
    signatures = text[text.find(paper.squeezed("sign below")) :]
    assert paper.squeezed("Ñahui Paredes") not in signatures  # who did not come does not sign
    assert "40887766" not in text  # nor does one's document stand under another's signature


def test_what_was_tagged_in_the_notes_stands_once_in_its_table(tmp_path: Path) -> None:
    write(tmp_path / "a.pdf", language="es")
    text = paper.words(tmp_path / "a.pdf")
    assert text.count(paper.squeezed("Se instala toldo en el sector norte")) == 1
    assert text.count(paper.squeezed("etira el desmonte del tramo 2")) == 1
    assert paper.squeezed("→ Acuerdo 1 · Compromiso 1") in text
    assert paper.squeezed("RIESGO: El muro medianero puede no resistir el anclaje.") in text


def test_a_tagged_line_that_was_not_recorded_stays_in_the_notes(tmp_path: Path) -> None:
    write(tmp_path / "a.pdf", meetings.meeting(agreed=(), promised=()), language="es")
    text = paper.words(tmp_path / "a.pdf")
    assert paper.squeezed("ACUERDO: Se instala toldo") in text
    assert paper.squeezed("COMPROMISO: @EMAPE retira") in text


def test_notes_stand_under_their_topics_and_topics_without_notes_follow(tmp_path: Path) -> None:
    shade = Topic("Sombra y cerco", started_at="15:20", ended_at="15:55")
    topics = (shade, Topic("Varios", conclusion="Nada **más**."))
    write(tmp_path / "a.pdf", meetings.meeting(topics=topics), language="es")
    text = paper.words(tmp_path / "a.pdf")
    places = [text.rfind(paper.squeezed(said)) for said in ("1. Sombra y cerco (15:20–15:55)", "Vecinas piden sombra",
              "3. Cronograma con Obras", "2. Varios", "Nada más.")]  # fmt: skip
    assert -1 not in places
    assert places == sorted(places)


def test_agreements_adopted_alike_say_so_once_and_others_each(tmp_path: Path) -> None:
    alike = tuple(Agreed(str(n), f"Acuerdo {n}", adopted=Adopted.UNANIMOUS) for n in range(1, 4))
    write(tmp_path / "a.pdf", meetings.meeting(agreed=alike), language="en")
    assert "".join(paper.pages(tmp_path / "a.pdf")).count("Unanimously") == 1
    mixed = (*alike, Agreed("4", "Acuerdo 4", adopted=Adopted.MAJORITY))
    write(tmp_path / "a.pdf", meetings.meeting(agreed=mixed), language="en")
    assert "".join(paper.pages(tmp_path / "a.pdf")).count("Unanimously") == 3


def test_forty_neighbours_sign_with_thumb_prints_and_no_page_has_signatures_alone(tmp_path: Path) -> None:
    told = meetings.assembly()
    pages = write(tmp_path / "a.pdf", told, language="en").pages
    texts = paper.pages(tmp_path / "a.pdf")
    assert len(texts) == pages
    assert sum(text.count("Thumb-print") for text in texts) == 40
    assert max(text.count("Thumb-print") for text in texts) == 18  # nine rows of 25 mm
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {pages}" in text
        if "Thumb-print" in text:
            assert "sign below" in text or "Those who sign here agree with the content" in text
    write(tmp_path / "b.pdf", replace(told, kind=MeetingKind.TECHNICAL), language="en")
    assert "Thumb-print" not in paper.words(tmp_path / "b.pdf")


@pytest.mark.parametrize("lines", range(0, 44, 3))
def test_wherever_the_page_ends_nothing_is_split_and_the_closing_stands_with_signatures(
    tmp_path: Path, lines: int
) -> None:
    notes = "\n\n".join(f"Línea {n} de lo conversado." for n in range(lines))
    long = "palabra " * 60
    agreed = tuple(Agreed(str(n), f"inicio{n} {long}fin{n}") for n in range(1, 5))
    promised = tuple(Promised(str(n), "", f"desde{n} {long}hasta{n}") for n in range(1, 5))
    write(tmp_path / "a.pdf", meetings.meeting(text=notes, agreed=agreed, promised=promised), language="en")
    for text in map(paper.squeezed, paper.pages(tmp_path / "a.pdf")):
        for n in range(1, 5):
            assert (f"inicio{n}" in text) == (f"fin{n}" in text)
            assert (f"desde{n}" in text) == (f"hasta{n}" in text)
        if "DNI:" in text:
            assert "signbelow" in text or "Thosewhosignhereagree" in text
        assert ("signbelow" not in text) or "DNI:" in text
    assert paper.words(tmp_path / "a.pdf").count("signbelow") == 1


def test_every_page_has_the_code_the_number_and_the_hash(tmp_path: Path) -> None:
    told = meetings.assembly()
    write(tmp_path / "a.pdf", told, language="es", edition=2)
    texts = paper.pages(tmp_path / "a.pdf")
    for number, text in enumerate(texts, 1):
        for said in ("REU-2021-015", content_hash(told)[:12], f"Página {number} de {len(texts)}", "Versión 2",
                     "Ley 29733"):  # fmt: skip
            assert said in text


def test_the_hash_is_of_the_content_whatever_the_language_the_paper_or_the_identity_documents() -> None:
    told = meetings.meeting()
    assert content_hash(told) == content_hash(meetings.meeting(key=invented.key("another")))
    masked = tuple(replace(one, document="****", signed=True) for one in told.attendees)
    assert content_hash(replace(told, attendees=masked)) == content_hash(told)
    assert "07654321" not in canonical(told)
    changes: tuple[dict[str, object], ...] = (
        {"text": told.text + " "}, {"agreed": told.agreed[:-1]}, {"ends_at": "16:41"},
        {"next_on": date(2021, 8, 7)}, {"attendees": told.attendees[:-1]}, {"counted": (1, None, None, None, None)},
    )  # fmt: skip
    hashes = {content_hash(meetings.meeting(**change)) for change in changes}
    assert len(hashes) == len(changes)
    assert content_hash(told) not in hashes


def test_a_letter_that_the_font_has_not_is_said(tmp_path: Path) -> None:
    assert write(tmp_path / "a.pdf", language="en").warnings == ()
    (warning,) = write(tmp_path / "a.pdf", meetings.meeting(text="Fiesta 🎉"), language="en").warnings
    assert "□" in warning


NAUGHTY = (
    "<b>", "</para>", "&", "&amp;", "<font color=red>", "{name}", "%s", "**", "*", "__", "***a", "# ", "- ", "1. ",
    "🎉👩‍👧", "שלום", "مرحبا", "ñawi q'aytu ch'uspa", "k’anchay", "\u202e", "\u0000", "\ud83d", "\t", "\n", "\r\n",
    "ACUERDO:", "RIESGO", "\\", "(", ")", "%page 1", "BT", "a" * 300, "—", "ﷺ", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", "½²", "=1+1", "]]>", "<!--",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(NAUGHTY), st.text(max_size=12)), max_size=14).map(" ".join)


def test_naughty_texts_are_printed_unharmed(tmp_path: Path) -> None:
    tried = 0

    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(notes=texts, words=texts, name=texts, answer=texts)
    def printed(notes: str, words: str, name: str, answer: str) -> None:
        nonlocal tried
        told = meetings.meeting(
            text=notes, subject=name, agreed=(Agreed("1", f"aquí {words} allá"),), number="",
            promised=(Promised("1", "", f"desde {words} hasta", name),), next_agenda=answer, venue=name,
            topics=(Topic(f"Tema {name}", conclusion=answer, presenter=name),), earlier=(),
            attendees=(replace(meetings.attendee(0), name=f"Persona {name}"),),
        )  # fmt: skip
        write(tmp_path / "a.pdf", told, language="es")
        text = paper.squeezed("".join(paper.pages(tmp_path / "a.pdf")))
        for said in ("aquí", "allá", "desde", "hasta", "Persona", "Tema"):
            assert said in text
        for plain in ("<b>", "&amp;", "{name}", "=1+1"):
            assert plain not in words.split(" ") or plain in text
        tried += 1

    printed()
    assert tried >= 36


@pytest.mark.parametrize("unit", ["palabra ", "a", "**b** ", "<b>&", f"ACUERDO {'x ' * 40}\n"])
def test_forty_thousand_characters_are_printed_to_their_end(tmp_path: Path, unit: str) -> None:
    notes = (unit * (40_000 // len(unit))) + "\n\nfindetodo"
    done = write(tmp_path / "a.pdf", meetings.meeting(text=notes), language="es")
    text = "".join(paper.pages(tmp_path / "a.pdf"))
    assert done.pages > 4
    assert "findetodo" in text
    if unit == "palabra ":
        assert text.count("palabra") == 5_000


def test_the_language_of_the_paper_is_not_the_screens(tmp_path: Path) -> None:
    with in_language("en"):
        write(tmp_path / "a.pdf", language="es")
        assert "ACTA DE REUNIÓN" in "".join(paper.pages(tmp_path / "a.pdf"))
        assert _("Minutes of the meeting") == "Minutes of the meeting"
