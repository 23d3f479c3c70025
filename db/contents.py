"""What is kept byte for byte: issued PDFs, what they said, scans and pictures, each under its own SHA-256.

Nothing here is ever changed or deleted, and nothing of it is journalled: records name a content by its digest, and a
digest says for itself whether the bytes are still those. Undo leaves them where they are.
"""

import hashlib
from datetime import UTC, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db.errors import Damaged
from db.fields import N_
from db.journal import gate
from db.logs import contents
from db.records.action_items import Evidence
from db.records.attachments import Attachment
from db.records.issued_reports import IssuedReport
from db.records.minutes import Minutes


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def put(session: Session, data: bytes, media: str) -> str:
    """Keep ``data`` (``media``: "application/pdf") in the change that is open, once; returns its digest."""
    digest = digest_of(data)
    if not has(session, digest):
        connection = session.connection()
        row = {"digest": digest, "at": datetime.now(UTC), "media": media, "size": len(data), "data": data}
        with gate(connection):
            connection.execute(insert(contents), row)
    return digest


def has(session: Session, digest: str) -> bool:
    """Whether this content is kept here."""
    return session.execute(select(contents.c.digest).where(contents.c.digest == digest)).first() is not None


def get(session: Session, digest: str) -> bytes | None:
    """The bytes, or None where they are not kept here. Raises Damaged where they are not those any more."""
    row = session.execute(select(contents.c.data).where(contents.c.digest == digest)).first()
    if row is None:
        return None
    data = bytes(row[0])
    if digest_of(data) != digest:
        raise Damaged(
            N_("A stored document is not what it was when it was kept, so it is not shown."),
            N_("Look for it in a safety copy: its name there is {digest}."),
            digest=digest[:12],
        )
    return data


def differences(session: Session) -> list[str]:
    """Contents that are not what they were, and those that minutes, reports, evidence and attachments name and that
    are not kept; one sentence (not translated) for each.
    """
    found, kept = [], set()
    # one at a time: a scan may have sixty megabytes
    for digest, data in session.execute(select(contents.c.digest, contents.c.data).execution_options(yield_per=1)):
        kept.add(digest)
        if digest_of(bytes(data)) != digest:
            found.append(f"the content {digest} is not what it was when it was kept")
    for one in session.scalars(select(Minutes)):
        for name in ("content", "pdf", "signed_file"):
            digest = getattr(one, name)
            if digest is not None and digest not in kept:
                found.append(f"the {name} of {one.number}, version {one.edition}, is not kept: {digest}")
    for report in session.scalars(select(IssuedReport)):
        for name in ("content", "pdf"):
            if (digest := getattr(report, name)) not in kept:
                found.append(f"the {name} of the report {report.code} is not kept: {digest}")
    named = select(Evidence.id, Evidence.content).where(Evidence.content.is_not(None))
    found.extend(
        f"the file of the evidence {key} is not kept: {digest}"
        for key, digest in session.execute(named) if digest not in kept
    )  # fmt: skip
    found.extend(
        f"the file of the attachment {key} is not kept: {digest}"
        for key, digest in session.execute(select(Attachment.id, Attachment.content)) if digest not in kept
    )  # fmt: skip
    return found
