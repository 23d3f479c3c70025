"""The files that are kept with a record, without their bytes: those come by their digest when somebody wants them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.fields import Key
from db.records import Attachment
from db.records.attachments import ATTACHED_TO, ImageConsent, Taken
from db.records.base import table_of


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One file of a record."""

    key: Key
    description: str
    on: date | None
    file_name: str
    media: str
    moment: Taken | None
    consent: ImageConsent | None
    internal: bool

    @property
    def picture(self) -> bool:
        """Whether it is a picture, in which somebody may be recognised."""
        return self.media.startswith("image/")

    @property
    def leaves(self) -> bool:
        """Whether it may leave the team: nothing internal, and no picture of people without their consent."""
        cleared = self.consent in (ImageConsent.GIVEN, ImageConsent.NOT_NEEDED)
        return not self.internal and (cleared or not self.picture)


def of_record(session: Session, entity: str, key: Key) -> list[AttachmentRow]:
    """The files of a record of one of the nouns in ``ATTACHED_TO``, newest first; those of one day by their names."""
    table = table_of(Attachment)
    names = ("id", "description", "on", "file_name", "media", "moment", "consent", "internal")
    query = select(*(table.c[name] for name in names)).where(table.c[ATTACHED_TO[entity]] == key)
    query = query.order_by(table.c.on.desc().nulls_last(), table.c.sort_key, table.c.id)
    return [AttachmentRow(*row) for row in session.execute(query)]
