"""The words of a rule by which meetings repeat, in Spanish and English: read («segundo y cuarto miércoles») and said.

What is said is always read back as the same rule: the reader and the speaker share one table per language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING = tuple((0, day) for day in range(5))
LAST = -1


@dataclass(frozen=True, slots=True)
class Rule:
    """What repeats. ``days``: (place in the month, weekday from Monday 0), place 0 where every one is meant.

    ``working``: the n-th working day of the month, counted from its end where negative; 0 where none is meant.
    """

    freq: str  # DAILY WEEKLY MONTHLY YEARLY
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()  # -1: the last one
    days: tuple[tuple[int, int], ...] = ()
    working: int = 0

    def tidy(self) -> Rule:
        """The same rule with everything once and in its order, what counts from the end of a month last."""
        return replace(
            self, months=tuple(sorted(set(self.months))), days=tuple(sorted(set(self.days), key=_by_place)),
            month_days=tuple(sorted(set(self.month_days), key=lambda day: (day < 0, day))),
        )  # fmt: skip


def _by_place(told: tuple[int, int]) -> tuple[bool, int, int]:
    place, day = told
    return place < 0, place, day


@dataclass(frozen=True, slots=True)
class _Words:
    """One language: what it reads (plain words, no accents) and how it says a rule."""

    weekdays: Mapping[str, int]
    places: Mapping[str, int]
    months: Mapping[str, int]
    numbers: Mapping[str, int]
    units: Mapping[str, tuple[str, int]]
    fillers: frozenset[str]
    every: frozenset[str]
    phrases: tuple[tuple[str, str], ...]  # read first: pattern, replacement
    idioms: Mapping[int, int]  # «cada 15 días»: days that are weeks
    every_second: bool  # «every second Thursday» is every other one
    # said
    weekday: tuple[str, ...]
    month: tuple[str, ...]
    place: Mapping[int, str]
    ordinal: str  # the day of a month, {n}
    last_day: str
    working: str  # {place}
    unit: Mapping[str, tuple[str, str]]  # every one; every {n}
    weekly: str  # every {days}
    on_days: str  # {every}, on {days}
    monthly: str  # {days} of every month
    yearly: str  # {days} of {months}
    spaced: str  # {days}, {every}
    office: str  # Monday to Friday
    and_: str
    on: str = ""


def _names(text: str) -> dict[str, int]:
    return {word: place for place, group in enumerate(text.split(",")) for word in group.split()}


_ES = _Words(
    weekdays=_names("lunes lun, martes mar, miercoles mie mier, jueves jue, viernes vie, sabado sabados sab,"
                    "domingo domingos dom"),
    places={"primer": 1, "primero": 1, "primera": 1, "primeros": 1, "1er": 1, "1ro": 1, "1ra": 1, "segundo": 2,
            "segunda": 2, "segundos": 2, "2do": 2, "2da": 2, "tercer": 3, "tercero": 3, "tercera": 3, "3er": 3,
            "3ro": 3, "3ra": 3, "cuarto": 4, "cuarta": 4, "4to": 4, "4ta": 4, "quinto": 5, "quinta": 5, "5to": 5,
            "5ta": 5, "ultimo": -1, "ultima": -1, "ultimos": -1, "penultimo": -2, "penultima": -2},
    months={name: place + 1 for name, place in _names(
        "enero, febrero, marzo, abril, mayo, junio, julio, agosto, setiembre septiembre, octubre, noviembre, diciembre"
    ).items()},
    numbers={"un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
             "ocho": 8, "nueve": 9, "diez": 10, "doce": 12, "quince": 15, "veinte": 20, "treinta": 30},
    units={"semana": ("WEEKLY", 1), "semanas": ("WEEKLY", 1), "semanal": ("WEEKLY", 1), "semanales": ("WEEKLY", 1),
           "semanalmente": ("WEEKLY", 1), "quincena": ("WEEKLY", 2), "quincenas": ("WEEKLY", 2),
           "quincenal": ("WEEKLY", 2), "quincenalmente": ("WEEKLY", 2), "mes": ("MONTHLY", 1), "meses": ("MONTHLY", 1),
           "mensual": ("MONTHLY", 1), "mensualmente": ("MONTHLY", 1), "bimestre": ("MONTHLY", 2),
           "bimestral": ("MONTHLY", 2), "trimestre": ("MONTHLY", 3), "trimestral": ("MONTHLY", 3),
           "trimestralmente": ("MONTHLY", 3), "cuatrimestre": ("MONTHLY", 4), "cuatrimestral": ("MONTHLY", 4),
           "semestre": ("MONTHLY", 6), "semestral": ("MONTHLY", 6), "ano": ("YEARLY", 1), "anos": ("YEARLY", 1),
           "anual": ("YEARLY", 1), "anualmente": ("YEARLY", 1), "dia": ("DAILY", 1), "dias": ("DAILY", 1),
           "diario": ("DAILY", 1), "diaria": ("DAILY", 1), "diariamente": ("DAILY", 1)},
    fillers=frozenset({"el", "la", "los", "las", "de", "del", "al", "en", "y", "e", "por", "que", "sea"}),
    every=frozenset({"cada", "todo", "todos", "todas"}),
    phrases=(
        (r"\b(?:un )?(\w+) si,? (?:y )?(?:un |el )?(?:\1|otro|uno) no\b", r"\1 por medio"),
        (r"\b(\w+) (?:de )?por medio\b", r"cada otro \1"),
        (r"\b(?:una|1) vez (?:al|por|a la|cada)\b", "cada"),
        (r"\b(?:a )?fin(?:es|ales)? (?:de|del) (?:cada )?mes\b", "ultimo dia mes"),
        (r"\bdias? (?:habil(?:es)?|laborables?|utiles|util|de trabajo)\b", "habil"),
    ),
    idioms={7: 1, 8: 1, 14: 2, 15: 2},
    every_second=False,
    weekday=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    month=("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "setiembre", "octubre",
           "noviembre", "diciembre"),
    place={1: "primer", 2: "segundo", 3: "tercer", 4: "cuarto", 5: "quinto", -1: "último", -2: "penúltimo"},
    ordinal="el {n}", last_day="el último día", working="{place} día hábil",
    unit={"DAILY": ("cada día", "cada {n} días"), "WEEKLY": ("cada semana", "cada {n} semanas"),
          "MONTHLY": ("cada mes", "cada {n} meses"), "YEARLY": ("cada año", "cada {n} años")},
    weekly="cada {days}", on_days="{every}, {days}", monthly="{days} de cada mes", yearly="{days} de {months}",
    spaced="{days}, {every}", office="de lunes a viernes", and_="y", on="el ",
)  # fmt: skip

_EN = _Words(
    weekdays=_names("monday mondays mon, tuesday tuesdays tue tues, wednesday wednesdays wed,"
                    "thursday thursdays thu thur thurs, friday fridays fri, saturday saturdays sat,"
                    "sunday sundays sun"),
    places={"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "penultimate": -2},
    months={name: place + 1 for name, place in _names(
        "january, february, march, april, may, june, july, august, september, october, november, december"
    ).items()},
    numbers={"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
             "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30},
    units={"week": ("WEEKLY", 1), "weeks": ("WEEKLY", 1), "weekly": ("WEEKLY", 1), "fortnight": ("WEEKLY", 2),
           "fortnightly": ("WEEKLY", 2), "biweekly": ("WEEKLY", 2), "month": ("MONTHLY", 1), "months": ("MONTHLY", 1),
           "monthly": ("MONTHLY", 1), "quarter": ("MONTHLY", 3), "quarters": ("MONTHLY", 3),
           "quarterly": ("MONTHLY", 3), "year": ("YEARLY", 1), "years": ("YEARLY", 1), "yearly": ("YEARLY", 1),
           "annually": ("YEARLY", 1), "annual": ("YEARLY", 1), "day": ("DAILY", 1), "days": ("DAILY", 1),
           "daily": ("DAILY", 1)},
    fillers=frozenset({"the", "of", "on", "in", "and", "a", "an", "at"}),
    every=frozenset({"every", "each", "all"}),
    phrases=(
        (r"\b(?:second to last|second last|next to last)\b", "penultimate"),
        (r"\b(?:every other|alternate|every alternate)\b", "every other"),
        (r"\bonce (?:a|an|per|every)\b", "every"),
        (r"\bhalf[- ]yearly\b", "6 months"),
        (r"\b(?:at )?(?:the )?(?:end of (?:the |each |every )?month|month[- ]end)\b", "last day month"),
        (r"\b(?:(?:working|business) days?|workdays?|weekdays?)\b", "habil"),
    ),
    idioms={},
    every_second=True,
    weekday=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    month=("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    place={1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "penultimate"},
    ordinal="the {n}", last_day="the last day", working="{place} working day",
    unit={"DAILY": ("every day", "every {n} days"), "WEEKLY": ("every week", "every {n} weeks"),
          "MONTHLY": ("every month", "every {n} months"), "YEARLY": ("every year", "every {n} years")},
    weekly="every {days}", on_days="{every} on {days}", monthly="{days} of every month", yearly="{days} of {months}",
    spaced="{days}, {every}", office="Monday to Friday", and_="and",
)  # fmt: skip

LANGUAGES: Mapping[str, _Words] = {"es": _ES, "en": _EN}

_NTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|o|a|°)")
_RANGE = r"\b({0}) (?:a|al|to|through|-) ({0})\b"


def parse(text: str, language: str) -> Rule | None:
    """What the words say in one language; None where a word is not known, or the words say two things."""
    words = LANGUAGES[language]
    typed = _plain(text)
    if not typed or len(typed) > 300:
        return None
    for pattern, instead in words.phrases:
        typed = re.sub(pattern, instead, typed)
    days = "|".join(words.weekdays)
    typed = re.sub(_RANGE.format(days), lambda found: _span(found[1], found[2], words), typed)
    return _Reading(words).read(typed.split())


def _plain(text: str) -> str:
    """Lower case, no accents, words and numbers only: «1.º» is 1o, commas are spaces."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("°", "º"))
    bare = "".join(c for c in bare if not unicodedata.combining(c)).replace("–", "-")
    bare = re.sub(r"(?<=\d)\.(?=[oa]\b)", "", bare)
    return " ".join(re.sub(r"[,;.:()]|(?<!\w)-(?!\w)(?! )", " ", bare).split())


def _span(first: str, last: str, words: _Words) -> str:
    begin, end = words.weekdays[first], words.weekdays[last]
    named = {day: name for name, day in words.weekdays.items()}
    return " ".join(named[day] for day in range(begin, end + 1)) if begin < end else f"{first} ? {last}"


@dataclass(slots=True)
class _Reading:
    """The words being read one after another; ``failed`` once one of them fits nowhere."""

    words: _Words
    rule: Rule = field(default_factory=lambda: Rule(""))
    waiting: list[tuple[int, bool]] = field(default_factory=list)  # places before their weekday; True: in figures
    places: list[int] = field(default_factory=list)  # those that the weekdays being read belong to
    month_days: list[int] = field(default_factory=list)
    days: list[tuple[int, int]] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    every: bool = False
    interval: int = 0
    other: bool = False
    second: bool = False  # «every second»: of the month where it says so, else every other one
    failed: bool = False

    def read(self, typed: Sequence[str]) -> Rule | None:
        position = 0
        while position < len(typed) and not self.failed:
            following = typed[position + 1] if position + 1 < len(typed) else ""
            position += self._take(typed[position], following, typed[position - 1] if position else "")
        self._settle_waiting()
        return None if self.failed else self._built()

    def _take(self, word: str, following: str, before: str) -> int:
        """Read a word, perhaps with the one after it; how many were read."""
        words = self.words
        nth = _NTH.fullmatch(word)
        number = words.numbers.get(word) or (int(word) if word.isascii() and word.isdigit() else None)
        if word in words.every:
            self.every = True
        elif word == "habil":
            self._working()
        elif word in ("otro", "other") and self.every:
            self.other = True
        elif word in words.places or nth is not None:
            place = words.places[word] if nth is None else int(nth[1])
            self.second |= words.every_second and place == 2 and before in words.every
            self.places = []
            self.waiting.append((place, nth is not None))
        elif number is not None:
            if following in words.units:
                self._unit(following, number)
                return 2
            if following in words.weekdays and self.every:  # «cada 2 jueves»
                self.failed |= bool(self.interval)
                self.interval, self.rule = number, replace(self.rule, freq="WEEKLY")
            else:
                self.month_days.append(number)
        elif word in words.weekdays:
            self._weekday(words.weekdays[word])
        elif word in words.months:
            self._settle_waiting()
            self.months.append(words.months[word])
        elif word in words.units:
            self._unit_alone(word, following)
        else:
            self.failed |= word not in words.fillers
        return 1

    def _weekday(self, day: int) -> None:
        if self.waiting:
            self.places = [place for place, _figures in self.waiting]
            self.waiting = []
        self.days += [(place, day) for place in self.places or [0]]

    def _working(self) -> None:
        if not self.waiting:
            self.days += WORKING
        elif len(self.waiting) == 1 and not self.rule.working:
            self.rule = replace(self.rule, working=self.waiting.pop()[0])
        else:
            self.failed = True

    def _unit_alone(self, word: str, following: str) -> None:
        freq, _times = self.words.units[word]
        if freq == "DAILY" and self.waiting:  # «primer día», «último día»
            self.month_days += [place for place, _figures in self.waiting]
            self.waiting = []
        elif freq == "DAILY" and (following.isdigit() or following in self.words.numbers or _NTH.fullmatch(following)):
            return  # «el día 15»
        else:
            self._settle_waiting()
            self._unit(word, 1)

    def _unit(self, word: str, number: int) -> None:
        freq, times = self.words.units[word]
        if freq == "DAILY" and number in self.words.idioms:
            freq, times = "WEEKLY", self.words.idioms[number]
            number = 1
        if self.rule.freq not in ("", freq):
            self.failed = True
            return
        self.rule = replace(self.rule, freq=freq)
        self.interval = max(self.interval, number * times)
        self.failed |= number < 1

    def _settle_waiting(self) -> None:
        """«Primero de cada mes», «the 15th»: places without a weekday are days of the month."""
        for place, figures in self.waiting:
            if not figures and place not in (1, LAST):
                self.failed = True
            self.month_days.append(place)
        self.waiting = []

    def _built(self) -> Rule | None:
        freq = self.rule.freq
        if self.second and not (freq or self.months) and {place for place, _day in self.days} == {2}:
            self.days, self.other = [(0, day) for _place, day in self.days], True
        within_month = bool(self.month_days or self.rule.working or any(place for place, _day in self.days))
        if freq == "WEEKLY" and self.interval == 2 and len(self.month_days) == 2:  # «quincenal, el 15 y el 30»
            freq, self.interval = "MONTHLY", 1
        if self.other and self.interval <= 1:
            self.interval = 2
        wanted = "YEARLY" if self.months else "MONTHLY" if within_month else "WEEKLY" if self.days else freq
        if not wanted or freq not in ("", wanted):
            return None
        return replace(
            self.rule, freq=wanted, interval=self.interval or 1, months=tuple(self.months),
            month_days=tuple(self.month_days), days=tuple(self.days),
        ).tidy()  # fmt: skip


# --- said -----------------------------------------------------------------------------------------------------------


def say(rule: Rule, language: str) -> str:
    """The rule as a person says it."""
    words = LANGUAGES.get(language, _EN)
    one, several = words.unit[rule.freq]
    every = one if rule.interval == 1 else several.format(n=rule.interval)
    days = _days(rule, words)
    if not days:
        return every
    if rule.freq == "WEEKLY":
        if rule.interval > 1:
            return words.on_days.format(every=every, days=days)
        return days if rule.days == WORKING else words.weekly.format(days=_weekdays(rule.days, words, on=""))
    if rule.freq == "YEARLY":
        days = words.yearly.format(days=days, months=_listed([words.month[one - 1] for one in rule.months], words))
        return days if rule.interval == 1 else words.spaced.format(days=days, every=every)
    return words.monthly.format(days=days) if rule.interval == 1 else words.spaced.format(days=days, every=every)


def _days(rule: Rule, words: _Words) -> str:
    if rule.working:
        return words.working.format(place=words.place[rule.working])
    if rule.month_days:
        told = [words.last_day if day == LAST else _nth(day, words) for day in rule.month_days]
        return _listed(told, words)
    if rule.freq == "WEEKLY":
        return words.office if rule.days == WORKING else _weekdays(rule.days, words, on=words.on)
    by_day: dict[int, list[str]] = {}
    for place, day in rule.days:
        by_day.setdefault(day, []).append(words.place[place])
    return _listed([f"{_listed(places, words)} {words.weekday[day]}" for day, places in by_day.items()], words)


def _weekdays(days: Iterable[tuple[int, int]], words: _Words, *, on: str) -> str:
    return _listed([on + words.weekday[day] for _place, day in days], words)


def _nth(day: int, words: _Words) -> str:
    if words is not _EN:
        return words.ordinal.format(n=day)
    ending = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return words.ordinal.format(n=f"{day}{ending}")


def _listed(told: Sequence[str], words: _Words) -> str:
    """«a, b y c»."""
    if len(told) < 2:
        return "".join(told)
    return f"{', '.join(told[:-1])} {words.and_} {told[-1]}"
