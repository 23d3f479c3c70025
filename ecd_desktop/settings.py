"""Every setting of this machine, declared once: kind, default, label, help; kept as TOML in the person's folder.

The declarations are the fields of ``Settings`` itself, so that ``settings.theme`` is typed and a settings page can
be generated from ``declared()``.  Kinds are few and small on purpose: ``db.fields`` would bring SQLAlchemy before
the first frame of the window.  What belongs to the office (holidays, units) is in the database; the geometry of
windows is in QSettings.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from ecd_desktop import paths
from ecd_desktop.calendar import now_utc
from ecd_desktop.errors import from_os_error
from ecd_desktop.files import written
from ecd_desktop.language import ENGLISH, N_, SPANISH, _

MOST_RECENT = 10  # databases remembered, and files


class SettingKind(StrEnum):
    """What a setting holds, and so which editor shows it."""

    TEXT = "text"  # one line
    LINES = "lines"  # several lines, a tuple
    NUMBER = "number"  # whole, between lowest and highest
    FLAG = "flag"
    CHOICE = "choice"  # the value of one of its options
    FOLDER = "folder"  # a path, or nothing for the program's own
    PICTURE = "picture"  # the name of a file in the folder of logos, or nothing


class Section(StrEnum):
    """The groups of the settings page, in order; also the tables of the file."""

    label: str

    def __new__(cls, value: str, label: str) -> Section:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    PERSON = "person", N_("Person")
    LANGUAGE = "language", N_("Language")
    APPEARANCE = "appearance", N_("Appearance")
    REPORTS = "reports", N_("Reports")
    BACKUPS = "backups", N_("Backups")
    DATABASE = "database", N_("Database")


@dataclass(frozen=True, slots=True)
class Setting:
    """One declaration.  ``label``, ``help`` and the labels of ``options`` are catalogue entries."""

    name: str
    section: Section
    kind: SettingKind
    default: Any
    label: str
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()  # (value, label)
    lowest: int = 0
    highest: int = 0
    shown: bool = True  # on the settings page

    def problem(self, value: object) -> str | None:
        """What is wrong with a value, as a sentence in the language in force, or None."""
        match self.kind:
            case SettingKind.TEXT | SettingKind.FOLDER | SettingKind.PICTURE:
                good = isinstance(value, str) and len(value) <= 500 and "\n" not in value
            case SettingKind.LINES:
                good = isinstance(value, (tuple, list)) and all(isinstance(one, str) for one in value)
            case SettingKind.FLAG:
                good = isinstance(value, bool)
            case SettingKind.NUMBER:
                good = isinstance(value, int) and not isinstance(value, bool) and self.lowest <= value <= self.highest
            case SettingKind.CHOICE:
                good = value in [option for option, _label in self.options]
        return None if good else _("“{label}” cannot be {value}.").format(label=_(self.label), value=value)


def _declare(
    kind: SettingKind, section: Section, label: str, default: object, help: str = "", **more: object
) -> Any:  # as dataclasses.field, whose place it takes
    return field(default=default, metadata={"kind": kind, "section": section, "label": label, "help": help, **more})


def _text(section: Section, label: str, default: str = "", help: str = "", **more: object) -> Any:
    return _declare(SettingKind.TEXT, section, label, default, help, **more)


def _choice(section: Section, label: str, *options: tuple[str, str], default: str, help: str = "") -> Any:
    return _declare(SettingKind.CHOICE, section, label, default, help, options=options)


def _number(section: Section, label: str, lowest: int, highest: int, *, default: int, help: str = "") -> Any:
    return _declare(SettingKind.NUMBER, section, label, default, help, lowest=lowest, highest=highest)


def _lines(section: Section, label: str, default: tuple[str, ...] = (), help: str = "", **more: object) -> Any:
    return _declare(SettingKind.LINES, section, label, default, help, **more)


YEAR_NAMES = (
    "2018 Año del Diálogo y la Reconciliación Nacional",
    "2019 Año de la Lucha contra la Corrupción e Impunidad",
    "2020 Año de la Universalización de la Salud",
    "2021 Año del Bicentenario del Perú: 200 años de independencia",
    "2022 Año del Fortalecimiento de la Soberanía Nacional",
    "2023 Año de la unidad, la paz y el desarrollo",
    (
        "2024 Año del Bicentenario, de la consolidación de nuestra Independencia, "
        "y de la conmemoración de las heroicas batallas de Junín y Ayacucho"
    ),
    "2025 Año de la recuperación y consolidación de la economía peruana",
    "2026 Año de la Esperanza y el Fortalecimiento de la Democracia",
)
"""The official names (domain §6.8), «year name»; next year's is decreed in January and typed by the person."""


@dataclass(eq=False)
class Settings:
    """The values in force.  Read them as attributes; write them with ``change``, which saves."""

    person_name: str = _text(
        Section.PERSON, N_("Your name"), help=N_("It stands beside every change you make. Empty: your login.")
    )
    language: str = _choice(
        Section.LANGUAGE, N_("Language of the screen"),
        ("system", N_("As the system")), (SPANISH, N_("Spanish")), (ENGLISH, N_("English")), default="system",
        help=N_("It changes at once."),
    )  # fmt: skip
    report_language: str = _choice(
        Section.LANGUAGE, N_("Language of reports"),
        ("screen", N_("As the screen")), (SPANISH, N_("Spanish")), (ENGLISH, N_("English")), default="screen",
        help=N_("Reports and workbooks may be in another language than the screen."),
    )  # fmt: skip
    first_day_of_week: str = _choice(
        Section.LANGUAGE, N_("The week begins on"),
        ("monday", N_("Monday")), ("sunday", N_("Sunday")), default="monday",
        help=N_("In calendars."),
    )  # fmt: skip
    spelling: bool = _declare(
        SettingKind.FLAG, Section.LANGUAGE, N_("Check the spelling"), True,
        help=N_("In fields of several lines. A right click says what may be meant."),
    )  # fmt: skip
    spelling_language: str = _choice(
        Section.LANGUAGE, N_("Language of the spelling"),
        (SPANISH, N_("Spanish")), (ENGLISH, N_("English")), ("screen", N_("As the screen")), default=SPANISH,
        help=N_("In which language records are written, whatever the screen speaks."),
    )  # fmt: skip
    theme: str = _choice(
        Section.APPEARANCE, N_("Theme"),
        ("system", N_("As the system")), ("light", N_("Light")), ("dark", N_("Dark")), default="system",
        help=N_("It changes at once."),
    )  # fmt: skip
    text_size: int = _number(
        Section.APPEARANCE, N_("Text size (%)"), 90, 150, default=100,
        help=N_("From 90 to 150, on top of the system's own scale."),
    )  # fmt: skip
    density: str = _choice(
        Section.APPEARANCE, N_("Density of lists"),
        ("comfortable", N_("Comfortable")), ("compact", N_("Compact")), default="comfortable",
        help=N_("Compact shows more rows."),
    )  # fmt: skip
    letterhead_entity: str = _text(
        Section.REPORTS, N_("Letterhead: entity"), "Municipalidad Metropolitana de Lima",
        help=N_("First line of every report."),
    )  # fmt: skip
    letterhead_organ: str = _text(
        Section.REPORTS, N_("Letterhead: department"), help=N_("Second line. Empty: left out.")
    )
    letterhead_unit: str = _text(Section.REPORTS, N_("Letterhead: unit"), help=N_("Third line. Empty: left out."))
    logo_left: str = _declare(
        SettingKind.PICTURE, Section.REPORTS, N_("Letterhead: logo at the left"), "",
        help=N_("PNG or JPG. A copy is kept with the settings, so the file may be moved."),
    )  # fmt: skip
    logo_right: str = _declare(
        SettingKind.PICTURE, Section.REPORTS, N_("Letterhead: logo at the right"), "",
        help=N_("Both stand at the head of the first page, with their proportions."),
    )  # fmt: skip
    confidentiality: str = _choice(
        Section.REPORTS, N_("Confidentiality label"),
        ("none", N_("None")), ("public", N_("Public document")), ("working", N_("Working document")),
        ("internal", N_("Internal use")), default="internal",
        help=N_("It stands at the foot of every page."),
    )  # fmt: skip
    print_year_name: bool = _declare(
        SettingKind.FLAG, Section.REPORTS, N_("Print the official names of the decade and the year"), True,
        help=N_("Public bodies must head their documents with them."),
    )  # fmt: skip
    decade_name: str = _text(
        Section.REPORTS, N_("Name of the decade"), "Decenio de la Igualdad de Oportunidades para Mujeres y Hombres",
        help=N_("Printed above the name of the year."),
    )  # fmt: skip
    year_names: tuple[str, ...] = _lines(
        Section.REPORTS, N_("Official names of the years"), YEAR_NAMES,
        help=N_("One line for each year: the year, a space, its name. The next one is decreed in January."),
    )  # fmt: skip
    document_masks: tuple[str, ...] = _lines(
        Section.REPORTS, N_("Numbers of the documents we send"), ("{TIPO} N° {NNN}-{AAAA}-{SIGLAS}",),
        help=N_("The next number is proposed, never forced. One line for all units, or “GDH: …” for one of them."),
    )  # fmt: skip
    backup_folder: str = _declare(
        SettingKind.FOLDER, Section.BACKUPS, N_("Second folder for copies"), "",
        help=N_("A USB stick or a synchronised folder: today's copy goes there too. Empty: only this computer."),
    )  # fmt: skip
    backups_kept: int = _number(
        Section.BACKUPS, N_("Backups kept"), 3, 365, default=30, help=N_("The oldest make room for the newest.")
    )
    backup_shared: bool = _declare(
        SettingKind.FLAG, Section.BACKUPS, N_("Copy a server's database too"), False,
        help=N_("Once a day, into a file on this computer. Its administrator makes copies of their own."),
    )  # fmt: skip
    last_database: str = _text(Section.DATABASE, N_("Database opened at the start"), shown=False)
    recent_databases: tuple[str, ...] = _lines(Section.DATABASE, N_("Recent databases"), shown=False)
    recent_files: tuple[str, ...] = _lines(Section.DATABASE, N_("Recent files"), shown=False)

    path: Path = field(default=Path(), repr=False)
    problems: list[str] = field(default_factory=list, repr=False)  # sentences about the file, for a notice

    @classmethod
    def load(cls, path: Path | None = None) -> Settings:
        """The settings of ``path`` (by default the person's), with defaults for what is missing or wrong.

        A file that is no TOML is set aside under another name, and ``problems`` says so.  Never raises for its sake.
        """
        settings = cls(path=path or paths.settings_file())
        tables = settings._read()
        for setting in declared():
            table = tables.get(setting.section.value)
            if not isinstance(table, Mapping) or setting.name not in table:
                continue
            value = _held(table[setting.name])
            problem = setting.problem(value)
            if problem is None:
                setattr(settings, setting.name, value)
            else:
                settings.problems.append(problem + " " + _("The usual value is in force."))
        return settings

    def change(self, **values: object) -> None:
        """Take new values and save them.  Raises ValueError for a wrong one (a bug), Expected where it cannot write.

        Only these are written over what the file holds now: comments, unknown keys, and what another window of the
        program has just saved stay.
        """
        by_name = {setting.name: setting for setting in declared()}
        held = {name: _held(value) for name, value in values.items()}
        for name, value in held.items():
            problem = by_name[name].problem(value) if name in by_name else f"no setting is called {name}"
            if problem:
                raise ValueError(problem)
        self._write({by_name[name]: value for name, value in held.items()})
        for name, value in held.items():
            setattr(self, name, value)

    def remember_database(self, address: str) -> None:
        """Put a file or address first among the recent ones; a password in it is never kept."""
        address = without_password(address)
        others = [one for one in self.recent_databases if one != address]
        self.change(last_database=address, recent_databases=(address, *others)[:MOST_RECENT])

    def remember_file(self, path: str) -> None:
        """Put a workbook that was read, or a file that was written, first among the recent ones.  Raises Expected."""
        others = [one for one in self.recent_files if one != path]
        self.change(recent_files=(path, *others)[:MOST_RECENT])

    def year_name(self, year: int) -> str | None:
        """The official name of a year, or None where nobody has typed it yet."""
        for line in self.year_names:
            if found := re.fullmatch(rf"\s*{year}\s*[:.·–-]?\s+(.+?)\s*", line):
                return found[1]
        return None

    @property
    def logos(self) -> Path:
        """The folder of the logos: beside the file of the settings."""
        return self.path.parent / "logos"

    def letterhead(self) -> tuple[str, ...]:
        """The lines of the letterhead that are not empty: entity, department, unit."""
        lines = (self.letterhead_entity, self.letterhead_organ, self.letterhead_unit)
        return tuple(line.strip() for line in lines if line.strip())

    def _read(self) -> dict[str, Any]:
        """The file's tables; a damaged file is set aside and read as empty."""
        try:
            return tomllib.loads(self.path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            return {}
        except OSError as exc:
            self.problems.append(str(from_os_error(exc, self.path)))
            return {}
        except ValueError:  # not TOML, not UTF-8
            try:
                aside = self._set_aside()
            except OSError as exc:
                self.problems.append(str(from_os_error(exc, self.path)))
                return {}
            self.problems.append(
                _(
                    "The settings could not be read and the usual ones are in force; "
                    "your data is not touched. The old file was kept as {name}."
                ).format(name=aside.name)
            )
            return {}

    def _set_aside(self) -> Path:
        """Keep a damaged file under another name.  Raises OSError."""
        aside = self.path.with_name(f"{self.path.stem}-damaged-{now_utc():%Y%m%d-%H%M%S-%f}{self.path.suffix}")
        return self.path.replace(aside)

    def _write(self, values: Mapping[Setting, object]) -> None:
        import tomlkit  # only a change needs it
        import tomlkit.exceptions

        document = tomlkit.document()
        try:
            with suppress(FileNotFoundError):
                try:
                    document = tomlkit.parse(self.path.read_text(encoding="utf-8-sig"))
                except (ValueError, tomlkit.exceptions.TOMLKitError):
                    self._set_aside()
        except OSError as exc:  # it may be readable again in a moment: what stands in it is not written over
            raise from_os_error(exc, self.path) from exc
        for setting, value in values.items():
            table = document.get(setting.section.value)
            if not isinstance(table, dict):
                table = tomlkit.table()
                document[setting.section.value] = table
            table[setting.name] = _stored(value)
        try:
            paths.made(self.path.parent)
        except OSError as exc:
            raise from_os_error(exc, self.path.parent) from exc
        with written(self.path) as part:
            part.write_text(tomlkit.dumps(document), encoding="utf-8", newline="\n")


@cache
def declared() -> tuple[Setting, ...]:
    """Every setting, in the order of the page."""
    found = [Setting(name=one.name, default=one.default, **one.metadata) for one in fields(Settings) if one.metadata]
    return tuple(sorted(found, key=lambda setting: list(Section).index(setting.section)))


def without_password(address: str) -> str:
    """A database's address without the password that somebody typed into it; a file's name is left as it is."""
    bare = re.sub(r"^([a-z][\w+.-]*://[^:/@?#]*):.*@(?=[^@]*$)", r"\1@", address, flags=re.IGNORECASE)
    return re.sub(r"([?&])password=[^&]*&?", r"\1", bare).rstrip("?&") if "://" in bare else bare


def _held(value: object) -> object:
    """As the program holds it: lists become tuples."""
    return tuple(value) if isinstance(value, list) else value


def _stored(value: object) -> object:
    """As TOML takes it: many lines as an array of one line each."""
    import tomlkit

    if isinstance(value, tuple):
        array = tomlkit.array()
        array.extend(value)
        return array.multiline(len(value) > 1)
    return value
