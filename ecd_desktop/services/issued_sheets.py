"""Issuing a project's sheet, the compendium of lessons and the papers of stakeholders, as the database tells them.

What one says and its PDF are kept under a code; it can be made again from the database as it was known, and compared.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from db import contents
from db.marks import refuse_in_copy
from db.past import position_at
from db.queries import issued
from db.queries.progress_facts import IssuedRow
from db.records import IssuedReport
from db.records.issued_reports import ReportKind
from db.store import Store
from ecd_desktop import issuing, lesson_sheets, project_sheets, stakeholder_papers
from ecd_desktop.calendar import LIMA, now_utc, today
from ecd_desktop.language import N_, _, in_language
from ecd_desktop.progress_content import plain
from ecd_desktop.services import records
from ecd_desktop.services.issued_reports import ONE_PLACE, Issued
from ecd_desktop.services.places import office_calendar
from ecd_desktop.settings import Settings

if TYPE_CHECKING:
    from ecd_desktop.issuing import Material, Wanted

READERS: dict[str, issuing.Beside] = {
    ReportKind.PROJECT.value: project_sheets, ReportKind.LESSONS.value: lesson_sheets,
    ReportKind.STAKEHOLDERS.value: stakeholder_papers,
}  # fmt: skip
"""The documents that are issued here, by ``Wanted.what``."""


def issue(store: Store, wanted: Wanted, *, settings: Settings, language: str | None = None) -> Issued:
    """Issue one of ``READERS`` with the next code, for its cut-off and as known on its moment.

    Raises Expected where there is nothing to tell, and in a copy for the field.
    """
    spoken = issuing.language_of(settings, language)
    material = issuing.collect(store, wanted)
    moment = wanted.known or now_utc()
    latest = min(today(), moment.astimezone(LIMA).date()) if wanted.known else today()
    asked = {"code": wanted.code, "on": latest.isoformat(), "public": wanted.public, "everything": wanted.everything}
    with store.change(N_("Issue the report {code}: {title}")) as work:
        refuse_in_copy(work.session, ONE_PLACE)
        number = records.next_code(work, IssuedReport.__tablename__, today())
        digest = contents.put(work.session, canonical(material), "application/json")
        with in_language(spoken):
            head = issuing.head_of(settings, issued_by=work.who, fictitious=material.fictitious)
            title = title_of(material)[:200]
        with tempfile.TemporaryDirectory(prefix="ecd-desktop-sheet-") as folder:
            path = Path(folder) / "sheet.pdf"
            head = replace(head, code=number, digest=digest)
            written = READERS[wanted.what].write(path, material, settings, head, spoken, None)
            pdf = contents.put(work.session, path.read_bytes(), "application/pdf")
        then = position_at(work.session, wanted.known) if wanted.known else issued.position(work.session)
        record = work.add(IssuedReport(
            code=number, kind=ReportKind(wanted.what), title=title, cutoff_on=material.cutoff, known_at=moment,
            project_id=material.projects[0].key if material.projects else None, position=then, content=digest, pdf=pdf,
            issued_on=today(), asked=json.dumps(asked, sort_keys=True), issued_by=work.who[:120],
        ))  # fmt: skip
        work.label_args |= {"code": number, "title": title[:80]}
        return Issued(record.id, number, digest, pdf, written.pages, written.warnings)


def title_of(material: Material) -> str:
    """What it is called in lists."""
    wanted = material.wanted
    if wanted.what == ReportKind.PROJECT.value:
        (row,) = material.projects
        return _("Project sheet {code}: {name}").format(code=row.code, name=row.name)
    if wanted.what == ReportKind.LESSONS.value:
        return _("Compendium of lessons, drafts and retired ones too") if wanted.everything else _(
            "Compendium of lessons"
        )
    return _("List of stakeholders") if wanted.public else _("Stakeholder map")


def canonical(material: Material) -> bytes:
    """What it says, the same bytes for the same facts."""
    told = material.told
    said = told.sheet if isinstance(told, project_sheets.Told) else told
    return json.dumps(
        plain(said), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    ).encode("utf-8", "surrogatepass")


def digest_again(store: Store, row: IssuedRow) -> str:
    """The digest of what was issued here, made again from the database as it was known at its position."""
    asked = json.loads(row.asked)
    what = row.kind.value
    wanted = issuing.Wanted(what, code=asked["code"], cutoff=row.cutoff_on, public=asked.get("public", False),
                            everything=asked.get("everything", False))  # fmt: skip
    with store.as_known(row.position) as session:
        material = READERS[what].collect(
            session, wanted, False, office_calendar(session), date.fromisoformat(asked["on"])
        )
    return contents.digest_of(canonical(material))
