"""Workbooks for many departments in one go: for each a file and an e-mail draft that carries it, one batch in the log.

``collect`` reads everything in one snapshot; ``write_one`` makes one department's two files and logs what they hold,
so that whoever goes through them may show how far it is and stop in between; ``write_all`` does it without a window.
Nothing is sent from here: the drafts are opened and sent by a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from db import exchange_log
from db.errors import Refused
from db.fields import Key
from db.queries import outgoing
from db.queries.traffic_light import Clock
from db.records.base import new_key
from ecd_desktop.calendar import Calendar
from ecd_desktop.errors import Expected, from_os_error
from ecd_desktop.exchange import export
from ecd_desktop.exchange.export import Package, Terms
from ecd_desktop.exchange.templates import ACTION_ITEMS, Template
from ecd_desktop.files import written
from ecd_desktop.language import _, in_language, long_date, ngettext
from ecd_desktop.mail_file import Attachment, mail_file
from ecd_desktop.outgoing_text import addresses, cleaned, one_line
from ecd_desktop.paths import safe_file_name

if TYPE_CHECKING:
    from db.store import Store

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Sending:
    """What is sent, frozen.  ``to``: unit → the addresses known of it.  ``empty``: units with nothing to answer.

    ``again``: units that have another workbook of this noun out, with the newest of them; both stay valid.
    """

    terms: Terms
    packages: tuple[Package, ...]
    to: Mapping[Key, tuple[str, ...]]
    empty: tuple[str, ...]
    again: Mapping[str, exchange_log.Sent]
    batch: Key
    language: str | None

    @property
    def unreachable(self) -> tuple[str, ...]:
        """The units of which no e-mail address is known; their draft has nobody in it yet."""
        return tuple(one.recipient for one in self.packages if not (one.unit and self.to.get(one.unit)))


@dataclass(frozen=True, slots=True)
class Made:
    """The two files of one department."""

    recipient: str
    workbook: Path
    draft: Path
    rows: int
    overdue: int
    export_id: Key
    addresses: int
    cut: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a sending.  ``failed``: why it ended early, with ``left`` not written; nothing else is undone."""

    batch: Key
    folder: Path
    made: tuple[Made, ...]
    unreachable: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    failed: Exception | None = field(default=None, compare=False)


def collect(
    store: Store,
    units: Sequence[Key | str] | None,
    *,
    clock: Clock,
    calendar: Calendar,
    template: Template = ACTION_ITEMS,
    personal: str | None = None,
    reply_by: date | None = None,
    closed: bool = False,
    language: str | None = None,
) -> Sending:
    """Read what the workbooks of these units hand out; ``units`` None: of all that have something open.

    Raises Expected where a unit is unknown, a purpose says nothing, or the day of the answer is over.
    """
    terms = export.terms(
        template, clock=clock, calendar=calendar, personal=personal, reply_by=reply_by, closed=closed
    )
    if terms.reply_by < clock.today:
        raise Expected(
            _("The day on which the workbooks are wanted back is over; nothing was written."), _("Choose a later day.")
        )
    packages: list[Package] = []
    empty: list[str] = []
    with store.reading() as session:
        known = {one.key: one for one in outgoing.departments(session, template.entity, clock)}
        wanted: Iterable[Key | str] = known if units is None else units
        chosen = {row.key: row for row in (export.unit_meant(session, one) for one in wanted)}
        for key, row in chosen.items():
            if key not in known:
                empty.append(row.acronym or row.name)
                continue
            packages.append(export.package(session, row, terms, author=store.who, db_id=store.identity.db_id))
    to = {key: known[key].emails for key in chosen if key in known}
    return Sending(
        terms=terms,
        packages=tuple(packages),
        to={key: tuple(dict.fromkeys(one for raw in emails for one in addresses(raw))) for key, emails in to.items()},
        empty=tuple(empty),
        again={known[key].name: known[key].out[0] for key in chosen if key in known and known[key].out},
        batch=new_key(),
        language=language,
    )


def write_one(store: Store, sending: Sending, package: Package, folder: Path) -> Made:
    """Write one department's workbook and its draft into ``folder``, under names that are free there.

    Both are finished under temporary names, then the log is committed, then they get their names: a kill may leave
    a log entry without files, never a workbook that nobody could merge.  Raises Expected; nothing is half there.
    """
    to = sending.to.get(package.unit, ()) if package.unit else ()
    made_folder(folder)
    with in_language(sending.language):
        offered = export.suggested_name(package.recipient, package.scope.today, package.template)
        workbook, draft = _free(folder, offered)
        logged = False
        try:
            with written(workbook) as part, written(draft) as letter:
                cut = export.write(part, package)
                paper = Attachment(part.read_bytes(), XLSX, workbook.name)
                letter.write_bytes(
                    mail_file(
                        subject=subject(package), name=package.recipient, to=to, text=text(package), attached=[paper]
                    )
                )
                store.log_export(**package.entry(workbook.name, sending.batch))
                logged = True
        except BaseException:
            if logged:  # it did not get its name, so nobody waits for it
                with suppress(OSError):
                    draft.unlink(missing_ok=True)
                withdraw(store, [package.id])
            raise
    late = _late(package)
    return Made(package.recipient, workbook, draft, len(package.rows), late, package.id, len(to), cut)


def write_all(store: Store, sending: Sending, folder: Path) -> Summary:
    """Every department's files, one after the other; the first failure of the world ends it."""
    made: list[Made] = []
    try:
        for one in sending.packages:
            made.append(write_one(store, sending, one, folder))
    except (Expected, Refused) as exc:
        return summary(sending, folder, made, exc)
    return summary(sending, folder, made)


def made_folder(folder: Path) -> None:
    """The folder, with those above it.  Raises Expected where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise from_os_error(exc, folder) from exc


def summary(sending: Sending, folder: Path, made: Sequence[Made], failed: Exception | None = None) -> Summary:
    """What came of it, whether it was finished, stopped or failed."""
    done = {one.export_id for one in made}
    left = tuple(one.recipient for one in sending.packages if one.id not in done)
    unreachable = tuple(name for name in sending.unreachable if name not in left)
    return Summary(sending.batch, folder, tuple(made), unreachable, sending.empty, left, failed)


def suggested_folder(day: date, template: Template = ACTION_ITEMS) -> str:
    """What the folder is called unless somebody says otherwise: "Matrices Compromisos 2026-06-01"."""
    said = _("Workbooks {noun} {date}").format(noun=_(template.sheet.title), date=day.isoformat())
    return safe_file_name(said)


def told(summary: Summary) -> Iterator[str]:
    """What was done and what was not, sentence by sentence."""
    n = len(summary.made)
    if n:
        said = ngettext("{n} workbook in {folder}.", "{n} workbooks in {folder}.", n)
        yield said.format(n=n, folder=summary.folder)
    else:
        yield _("No workbook was written.")
    if summary.left:
        said = ngettext("{n} was not written: {names}.", "{n} were not written: {names}.", len(summary.left))
        yield said.format(n=len(summary.left), names=", ".join(summary.left))
    if summary.unreachable:
        m = len(summary.unreachable)
        said = ngettext(
            "{n} department without an e-mail address: {names}.", "{n} departments without an e-mail address: {names}.",
            m,
        )  # fmt: skip
        yield said.format(n=m, names=", ".join(summary.unreachable))
    if summary.empty:
        m = len(summary.empty)
        said = ngettext("{n} with nothing open: {names}.", "{n} with nothing open: {names}.", m)
        yield said.format(n=m, names=", ".join(summary.empty))
    cut = sum(one.cut for one in summary.made)
    if cut:
        said = ngettext(
            "{n} text was too long for a cell and ends with a mark.",
            "{n} texts were too long for a cell and end with a mark.", cut,
        )  # fmt: skip
        yield said.format(n=cut)


def withdraw(store: Store, exports: Iterable[Key], *, back: bool = False) -> None:
    """They are not waited for any more, or are again; what still comes back of them is read all the same."""
    with store.beside() as session:
        for one in exports:
            exchange_log.withdraw(session, one, back=back)


# --- the letter -----------------------------------------------------------------------------------------------------


def subject(package: Package) -> str:
    """One line: whose it is and until when."""
    title = _(package.template.title).format(unit=package.recipient)
    said = _("{title}: please answer by {date}")
    return one_line(said.format(title=title, date=long_date(package.reply_by)), 180)


def text(package: Package) -> str:
    """What the e-mail says, in the language in force: what is attached, until when, what to do."""
    n, late = len(package.rows), _late(package)
    lead = package.template.letter(n).format(n=n, date=long_date(package.scope.today))
    if late:
        lead += " " + ngettext("{n} of them is overdue.", "{n} of them are overdue.", late).format(n=late)
    asked = _(
        "Please write in the tinted columns how each one stands, save the file and send it back by {date} by answering "
        "this e-mail. The sheet “{sheet}” says what each column is for."
    ).format(date=long_date(package.reply_by, weekday=True), sheet=_("Read me"))
    parts = [_("Good day, team of {name}:").format(name=one_line(package.recipient, 120)), lead, asked]
    parts.append("\n".join((_("Kind regards,"), one_line(package.author, 120))))
    if package.fictitious:
        parts.append(exchange_log.FICTITIOUS)
    return cleaned("\n\n".join(parts)) + "\n"


# --- inside ---------------------------------------------------------------------------------------------------------


def _late(package: Package) -> int:
    return sum(package.template.late(row, package.scope.today) for row in package.rows)


def _free(folder: Path, offered: str) -> tuple[Path, Path]:
    """Names for the two files that nothing has yet: what came back may lie there under the name it went out with."""
    stem, number = Path(offered).stem, 1
    while True:
        name = stem if number == 1 else f"{stem[:100]} ({number})"
        found = folder / safe_file_name(f"{name}.xlsx"), folder / safe_file_name(f"{name}.eml")
        if not any(one.exists() for one in found):
            return found
        number += 1
