"""What the program is made of and under which licences, read from the installed packages themselves; no Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata

PACKAGES = (
    "PySide6-Essentials", "SQLAlchemy", "alembic", "psycopg", "psycopg-binary", "keyring", "platformdirs", "tomlkit",
    "openpyxl", "python-calamine", "reportlab", "rl-accel", "pillow", "pypdfium2", "rapidfuzz", "holidays", "tzdata",
    "python-stdnum", "phonenumberslite", "icalendar", "python-dateutil", "chunspell",
)  # fmt: skip
"""The packages that pyproject.toml asks for; what these need themselves is found from here."""

NAME = re.compile(r"^[A-Za-z0-9._-]+")
CLASSIFIER = "License :: "


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is shipped."""

    name: str
    version: str
    licence: str


RESOURCES = (
    Part("Inter", "4.1", "OFL-1.1"), Part("Tabler Icons", "3", "MIT"),
    Part("Hunspell", "1.7", "MPL-1.1"),  # inside chunspell
    Part("es_ES Hunspell dictionary", "2.8", "MPL-1.1"), Part("en_US Hunspell dictionary", "2020.12.07", "MIT AND BSD"),
)  # fmt: skip
"""What lies in resources with a licence of its own; the texts lie beside it."""


def shipped() -> tuple[Part, ...]:
    """Every package that the program runs on, by name; those that are not installed here are left out."""
    found: dict[str, Part] = {}
    waiting = list(PACKAGES)
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            held = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # of another system, or of an extra that is not asked for
        known = held.metadata["Name"] or name
        found[key] = Part(known, held.version, licence(held.metadata))
        needed = [line for line in held.requires or () if "extra ==" not in line]
        waiting += [match[0] for line in needed if (match := NAME.match(line)) is not None]
    return tuple(sorted(found.values(), key=lambda part: part.name.lower()))


def licence(about: metadata.PackageMetadata) -> str:
    """A package's licence as it says it: the expression, the classifiers, else the words; "?" where it says none."""
    if expression := about.get("License-Expression"):
        return str(expression)
    said = [one for one in about.get_all("Classifier") or () if one.startswith(CLASSIFIER)]
    kinds = [one.rpartition(" :: ")[2] for one in said if one != "License :: OSI Approved"]
    words = str(about.get("License") or "").strip()
    return ", ".join(kinds) or (words.splitlines()[0] if words else "?")
