"""A noun's screen as the kit's own description says it, short enough to be read beside the tests."""

from db.queries.listing import Where
from db.queries.organisations import LISTING
from ecd_desktop.language import N_, _
from ecd_desktop.services import records
from ui.commands import Command, needs_selection
from ui.here import Here
from ui.widgets import cells
from ui.widgets.detail_pane import Headline
from ui.widgets.empty_state import Empty
from ui.widgets.form import Form
from ui.widgets.list_page import ListPage, ListSpec, Quick
from ui.widgets.marks import Mark

COLUMNS = (
    cells.code("acronym", width=110),
    cells.two_lines("name", second=lambda row: row.parent or "", stretch=True),
    cells.pill("kind", mark=lambda _row: Mark("blue", "circle"), width=170, yields=2),
    cells.number("people", yields=3),
    cells.text("phone", hidden=True),
)


class OrganisationForm(Form):
    entity = "organisations"

    def lay_out(self) -> None:
        self.row("name")
        self.row("acronym", "kind")
        self.row("valid_from", "valid_to")
        self.section(_("More"))
        self.row("parent_id")
        self.row("remarks")
        self.note(_("Invented data."))

    def defaults(self, name: str) -> dict[str, object]:
        return {"name": name} if name else {}


SPEC = ListSpec(
    place="organisations",
    listing=LISTING,
    columns=COLUMNS,
    form=OrganisationForm,
    headline=lambda row: Headline(row.acronym or "", row.name, _(row.kind.label), Mark("blue", "circle"), 40),
    count=lambda n: f"{n} organisations",
    chips=(Quick("short", N_("With an acronym"), lambda _here: (Where("acronym", "is not", None),)),),
    empty=Empty("building", N_("No organisation yet."), command="organisations.new"),
)


class OrganisationsPage(ListPage):
    def __init__(self, here: Here) -> None:
        super().__init__(here, SPEC)


COMMANDS = (
    Command("organisations.new", N_("&New organisation"), lambda here: here.new("organisations"), keys=("Ctrl+N",),
            icon="plus", place="organisations", primary=True),
    Command("organisations.delete", N_("&Delete"),
            lambda here: here.do(records.delete, "organisations", here.keys), keys=("Delete",), icon="trash",
            place="organisations", in_list=True, danger=True, needs=needs_selection),
)  # fmt: skip
