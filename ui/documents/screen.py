"""The place of documents: what its list shows and its record's tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries import documents as reads
from db.queries.listing import Ask
from db.records import DocumentLink, fields_of
from ecd_desktop.calendar import clock
from ecd_desktop.language import _, ngettext
from ecd_desktop.services import documents
from ui.attachments_tab import attachments_tab, takes_files
from ui.documents.form import DocumentForm
from ui.documents.table import EDITS, EITHER, chips, columns, office
from ui.documents_tab import MARKS, document_line, standing_words
from ui.kinds import icon_of, one_of
from ui.related_tab import related_tab
from ui.widgets.detail_pane import Headline
from ui.widgets.empty_state import Empty
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Part, tab
from ui.widgets.list_page import ListSpec
from ui.widgets.record_page import RecordPage

if TYPE_CHECKING:
    from db.fields import Key
    from ui.bridge import News
    from ui.here import Here
    from ui.widgets.page import Page

PLACE = "documents"
LINK = fields_of(DocumentLink)


def build(here: Here) -> Page:
    """The page, on an open database."""
    spec = ListSpec(
        place=PLACE,
        listing=reads.LISTING,
        columns=columns(here),
        form=DocumentForm,
        headline=headline,
        count=lambda n: ngettext("{n} document", "{n} documents", n).format(n=n),
        ask=lambda here: Ask(clock=clock(here.today, here.calendar)),
        chips=chips(),
        empty=Empty(
            "mail",
            N_("What was sent and received stands here, and who still owes an answer. Write the first document down."),
            f"{PLACE}.new",
        ),
        watches=frozenset({"organisations", "people", "holidays"}),
        tabs=(ABOUT, attachments_tab(PLACE), related_tab("documents")),
        edits=EDITS,
    )
    return takes_files(here, DocumentsPage(here, spec, either=EITHER))


class DocumentsPage(RecordPage):
    """How a document stands follows from others, so that news of one may be news of any row."""

    def _news(self, news: News) -> None:
        super()._news(news)
        if "documents" in news.nouns:
            self.view.refresh(None)


def headline(row: Any) -> Headline:
    caption = " · ".join(part for part in (row.code, row.official_number or _(row.kind.label), office(row)) if part)
    return Headline(caption, row.subject, standing_words(row), MARKS[row.standing])


def _read(session: Any, key: Key, here: Here) -> Sequence[Line]:
    """What repeats and answers it first, then what it is about."""
    letters = [row for row in reads.thread(session, key, clock(here.today, here.calendar)) if row.key != key]
    lines = [document_line(row, here, token=("letter", row.key)) for row in letters]
    for one in reads.subjects(session, key):
        small = " · ".join((one_of(one.entity), one.code, *((_(one.state.label),) if one.state is not None else ())))
        lines.append(Line(one.key, " ".join(one.name.split()), small, icon=icon_of(one.entity),
                          mark_words=one_of(one.entity), opens=(one.entity, one.record)))  # fmt: skip
    return lines


ABOUT = tab(
    N_("What it is about"),
    Part(
        "about", N_("What repeats and answers it, and what it is about"), _read,
        N_("Say what it is about: a commitment, a case, a project, a meeting. Its repetitions and its answer stand "
           "here too."),
        frozenset({"documents", "document_links", "action_items", "cases", "projects", "meetings"}),
        adds=(
            Adding(N_("Link it"), N_("Link it"), documents.link,
                   {name: LINK[name] for name in ("action_item_id", "case_id", "project_id", "meeting_id")}),
        ),
        remove=documents.unlink, remove_text=N_("It is not about this"),
    ),
)  # fmt: skip
