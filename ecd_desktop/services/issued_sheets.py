"""Issuing the sheet of a project: what it says and its PDF are kept under a code, and can be compared later."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from db import contents
from db.marks import refuse_in_copy
from db.queries import issued
from db.queries.progress_facts import IssuedRow
from db.records import IssuedReport
from db.records.issued_reports import ReportKind
from db.store import Store
from ecd_desktop import issuing, project_sheets
from ecd_desktop.calendar import now_utc, today
from ecd_desktop.language import N_, _, in_language
from ecd_desktop.progress_content import plain
from ecd_desktop.services import records
from ecd_desktop.services.issued_reports import ONE_PLACE, Issued
from ecd_desktop.services.places import office_calendar
from ecd_desktop.settings import Settings

if TYPE_CHECKING:
    from ecd_desktop.issuing import Material


def issue(
    store: Store, code: str, *, settings: Settings, cutoff: date | None = None, language: str | None = None
) -> Issued:
    """Issue the sheet of the project ``code`` as it is now, or with facts up to ``cutoff``.

    Raises Expected where the project is not there, and in a copy for the field.
    """
    spoken = issuing.language_of(settings, language)
    material = issuing.collect(store, issuing.Wanted(what="project", code=code, cutoff=cutoff))
    row = material.projects[0]
    with store.change(N_("Issue the report {code}: {title}")) as work:
        refuse_in_copy(work.session, ONE_PLACE)
        number = records.next_code(work, IssuedReport.__tablename__, today())
        digest = contents.put(work.session, canonical(material), "application/json")
        with in_language(spoken):
            head = issuing.head_of(settings, issued_by=work.who, fictitious=material.fictitious)
            title = _("Project sheet {code}: {name}").format(code=row.code, name=row.name)[:200]
        with tempfile.TemporaryDirectory(prefix="ecd-desktop-sheet-") as folder:
            path = Path(folder) / "sheet.pdf"
            head = replace(head, code=number)
            written = project_sheets.write(path, material, settings, head, spoken, None)
            pdf = contents.put(work.session, path.read_bytes(), "application/pdf")
        record = work.add(IssuedReport(
            code=number, kind=ReportKind.PROJECT, title=title, project_id=row.key, cutoff_on=material.cutoff,
            known_at=now_utc(), position=issued.position(work.session), content=digest, pdf=pdf, issued_on=today(),
            asked=json.dumps({"code": row.code, "on": today().isoformat()}), issued_by=work.who[:120],
        ))  # fmt: skip
        work.label_args |= {"code": number, "title": title[:80]}
        return Issued(record.id, number, digest, pdf, written.pages, written.warnings)


def canonical(material: Material) -> bytes:
    """What a sheet says, the same bytes for the same facts."""
    return json.dumps(
        plain(material.told.sheet), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    ).encode()


def digest_again(store: Store, row: IssuedRow) -> str:
    """The digest of an issued sheet made again from the database as it was known at its position."""
    asked = json.loads(row.asked)
    wanted = issuing.Wanted(what="project", code=asked["code"], cutoff=row.cutoff_on)
    with store.as_known(row.position) as session:
        latest = date.fromisoformat(asked["on"])
        material = project_sheets.collect(session, wanted, False, office_calendar(session), latest)
    return contents.digest_of(canonical(material))
