"""What a meeting's papers say in set words: how the account begins and ends, who came, who may read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reportlab.platypus import Paragraph

from db.queries.meeting_papers import Attendee, MeetingPaper, canonical
from db.queries.traffic_light import Light
from db.records.meetings import Modality, Presence
from ecd_desktop.language import _, format_date, in_language, long_date, ngettext
from ecd_desktop.reports import lights
from ecd_desktop.reports.page import Head, text
from ecd_desktop.reports.typeface import UNSHOWABLE, printable


def opening(paper: MeetingPaper) -> str:
    """How the account begins: when, where, who."""
    remote = paper.modality is Modality.REMOTE
    if paper.held_on is None:
        return _("The people named in section II met to deal with what follows.")
    if paper.starts_at and paper.venue:
        said = _("At {time} hours on {date}, the people named in section II met at {venue} to deal with the agenda.")
        if remote:
            said = _("At {time} hours on {date}, the people named in section II met remotely ({venue}) to deal with "
                     "the agenda.")  # fmt: skip
    elif paper.starts_at:
        said = _("At {time} hours on {date}, the people named in section II met to deal with the agenda.")
        if remote:
            said = _("At {time} hours on {date}, the people named in section II met remotely to deal with the agenda.")
    elif paper.venue:
        said = _("On {date}, the people named in section II met at {venue} to deal with the agenda.")
    else:
        said = _("On {date}, the people named in section II met to deal with the agenda.")
    return said.format(time=paper.starts_at, date=long_date(paper.held_on), venue=paper.venue)


def closing(paper: MeetingPaper, *, signs: bool = True) -> str:
    """How it ends: when, and that people sign, where they do on this paper."""
    if not signs:
        said = _("There being no further business, the meeting was closed at {time} hours.")
        return said.format(time=paper.ends_at) if paper.ends_at else _("There being no further business, the meeting "
                                                                       "was closed.")  # fmt: skip
    if paper.ends_at:
        return _("There being no further business, the meeting was closed at {time} hours; in token of their agreement "
                 "with what is written here, those who took part sign below.").format(time=paper.ends_at)  # fmt: skip
    return _("There being no further business, the meeting was closed; in token of their agreement with what is "
             "written here, those who took part sign below.")  # fmt: skip


def counted_words(paper: MeetingPaper, least: int = 1) -> str:
    """Who came without being named; "" where nobody was counted.

    ``least``: where a group is smaller, and not empty, groups are not told, so that nobody is known by them.
    """
    women, men, girls, boys, caregivers = paper.counted
    told = (
        (women, ngettext("{n} woman", "{n} women", women or 0)), (men, ngettext("{n} man", "{n} men", men or 0)),
        (girls, ngettext("{n} girl", "{n} girls", girls or 0)), (boys, ngettext("{n} boy", "{n} boys", boys or 0)),
    )  # fmt: skip
    groups = ", ".join(words.format(n=n) for n, words in told if n is not None)
    total = sum(n for n, _words in told if n is not None)
    if any(0 < n < least for n in paper.counted if n is not None):
        if 0 < total < least:
            return _("Counted without a list: fewer than {n}.").format(n=least)
        return _("Counted without a list: {total}.").format(total=total) if groups else ""
    said = _("Counted without a list: {total} ({groups}).").format(total=total, groups=groups) if groups else ""
    if caregivers is not None:
        more = ngettext("{n} of them is a caregiver.", "{n} of them are caregivers.", caregivers)
        said = " ".join(filter(None, (said, more.format(n=caregivers))))
    return said


def condition(one: Attendee) -> str:
    """How somebody came, in words."""
    if one.presence is Presence.REPRESENTED and one.represented_by:
        return _("Represented by {name}").format(name=one.represented_by)
    said = _(one.presence.label)
    return f"{said} ({one.left_at})" if one.left_at else said


def hour(at: str) -> str:
    """``15:30 h``."""
    return f"{at}\u00a0h" if at else ""


def roman(n: int) -> str:
    """A number from 1 to 39 in Roman letters."""
    units = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (n // 10) + units[n % 10]


def confidentiality(paper: MeetingPaper, head: Head, *, named: bool = False) -> str:
    """What the foot says of who may read it: the meeting's own label, else the setting's; and that people are named."""
    own = _(paper.confidentiality.label) if paper.confidentiality else head.confidentiality
    named = named or bool(paper.attendees) or any(one.responsible for one in paper.promised)
    named = named or any(one.responsible for one in paper.earlier)
    return " · ".join(filter(None, (own, _("Contains personal data – Law 29733") if named else "")))


def of_day(paper: MeetingPaper) -> str:
    """What the foot says beside the code: the minutes number, else the day."""
    return paper.number or (format_date(paper.held_on) if paper.held_on else paper.name)


def called(paper: MeetingPaper) -> str:
    """«ACTA N° 012-2021», whether its number was typed with that word or without it."""
    return paper.name if paper.name.upper().startswith("ACTA") else _("ACTA {number}").format(number=paper.name)


def light_note(paper: MeetingPaper) -> Paragraph:
    """What the lights mean that stand in a paper."""
    return text(light_legend({one.light for one in paper.earlier}), "note")


def light_legend(shown: Collection[Light]) -> str:
    """What these lights mean, as a sentence."""
    said = (f"{light.letter} = {meaning}" for light, meaning in lights.short_meanings().items() if light in shown)
    return _("Light: {legend}.").format(legend="; ".join(said))


def unshown(paper: MeetingPaper, language: str | None) -> Iterator[str]:
    """A sentence where the font has not every letter."""
    said = canonical(paper)
    if UNSHOWABLE in printable(said.replace(UNSHOWABLE, "")):
        with in_language(language):
            yield _("Some characters are not in the document's font (pictures, other alphabets): {sign} stands for "
                    "each. The meeting keeps them as they were written.").format(sign=UNSHOWABLE)  # fmt: skip
