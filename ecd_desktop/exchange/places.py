"""Districts and other places in a foreign sheet, with the code system of its ubigeo column (decision 28).

INEI's and RENIEC's codes differ for nearly all districts: the column decides, and a row whose district agrees only with
the other system's code is overruled with a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from db.fields import Key
from db.records import Place
from db.records.places import PlaceKind
from ecd_desktop.exchange.bringing import Bringing
from ecd_desktop.exchange.cells import Row
from ecd_desktop.exchange.linking import Known, Register, Token
from ecd_desktop.exchange.matching import bare, name_key
from ecd_desktop.exchange.workbook import folded
from ecd_desktop.language import _

SYSTEMS = ("ubigeo_inei", "ubigeo_reniec")
_NAMES = {"ubigeo_inei": "INEI", "ubigeo_reniec": "RENIEC"}


class Places(Register):
    """Places by name, alias and code."""

    def __init__(self, run: Bringing, rows: Mapping[Key, Mapping[str, Any]]) -> None:
        super().__init__("place", (_known(key, row) for key, row in rows.items()), run.answers)
        self.run = run
        self.codes: dict[str, dict[str, Key]] = {
            system: {row[system]: key for key, row in rows.items() if row[system]} for system in SYSTEMS
        }
        self.districts = {key for key, row in rows.items() if row["kind"] is PlaceKind.DISTRICT}
        self.system = SYSTEMS[0]
        self.coded: dict[str, Token] = {}  # codes of places that are not there yet

    def decide(self, rows: Iterable[Row]) -> None:
        """Which system the column follows: what its heading says, else what most districts agree with."""
        column = self.run.plan.fields.get("ubigeo")
        heading = folded(column.heading) if column else ""
        agree = dict.fromkeys(SYSTEMS, 0)
        for row in rows:
            code = row.get("ubigeo")
            if not code:
                continue
            named = self._named(row)
            for system, start in zip(SYSTEMS, ("15", "14"), strict=True):
                agree[system] += 2 * (named is not None and self.codes[system].get(code) == named)
                agree[system] += code in self.codes[system] or (not self.codes[system] and code.startswith(start))
        self.system = max(SYSTEMS, key=lambda system: (_NAMES[system].lower() in heading, agree[system]))

    def _named(self, row: Row) -> Key | None:
        text = row.get("place")
        found = self.exact(name_key(text), bare(text)) if text else []
        return found[0] if found else None

    def look(self, row: Row) -> Token | None:
        """The place of a row, by its name and its code."""
        text, code = row.get("place"), row.get("ubigeo")
        named = self._named(row)
        coded = self.codes[self.system].get(code) if code else None
        if named is not None:
            if code and coded != named:
                self._warn(row, code, named)
            return named
        if not text:
            if code and coded is None:
                self.run.warn(row, "ubigeo", _("No place has the code {code}.").format(code=code))
            return coded
        if coded is not None:
            self.run.warn(
                row,
                "place",
                _("“{place}” is not known; the code stands for {name}.").format(place=text, name=self.labels[coded]),
            )
            return coded
        if code and not self.districts:
            return self.coded.setdefault(code, self.newcomer(name_key(text)))
        return self.newcomer(name_key(text))

    def _warn(self, row: Row, code: str, named: Key) -> None:
        other = next(system for system in SYSTEMS if system != self.system)
        if self.codes[other].get(code) == named:
            reason = _("{code} is the {system} code of {name}, although the column follows {column}.").format(
                code=code, system=_NAMES[other], name=self.labels[named], column=_NAMES[self.system]
            )
        else:
            reason = _("{code} is not the code of {name}; the name was taken.").format(
                code=code, name=self.labels[named]
            )
        self.run.warn(row, "ubigeo", reason)

    def make(self) -> None:
        """The places that are not there yet: districts where the database knows none, else settlements."""
        codes: dict[Token, str] = {}
        for code, token in self.coded.items():
            codes.setdefault(token, code)
        kind = PlaceKind.SETTLEMENT if self.districts else PlaceKind.DISTRICT
        rows: list[dict[str, Any]] = []
        for token, one in self.newcomers.items():
            row: dict[str, Any] = {"id": one.key, "name": one.name[:200], "kind": kind}
            code = codes.get(token, "")
            if len(code) == 6 and code.isdigit():
                row[SYSTEMS[1] if code.startswith("14") else SYSTEMS[0]] = code
            rows.append(row)
        self.run.make(Place, rows, [row["name"] for row in rows])


def _known(key: Key, row: Mapping[str, Any]) -> Known:
    aliases = [part.strip() for part in (row["aliases"] or "").split(";") if part.strip()]
    names = tuple(name_key(name) for name in (row["name"], *aliases))
    return Known(key, row["name"], bare(row["name"]), names)
