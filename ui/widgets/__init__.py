"""The kit: what every screen is made of; it knows kinds of field and shapes of list, never a noun.

How to build a noun's screen (under 200 lines in all of ``ui/<noun>/``)
-----------------------------------------------------------------------

``table.py`` — which columns, in which look.  Labels, formats, sorting, filters and what a table can be grouped by come
from the noun's ``Listing``::

    from ui.widgets import cells

    COLUMNS = (
        cells.code("code", width=140),
        cells.two_lines("name", second=lambda row: row.district or "", stretch=True),
        cells.who("person", yields=2),            # the higher, the sooner it gives way to a narrow window
        cells.light("why"),                       # a Choice that answers .light
        cells.pill("state", mark=lambda row: MARKS[row.state]),   # MARKS: a Choice's member → Mark("blue", icon="…")
        cells.bar("progress", tone=lambda row: "green", yields=3),
        cells.Shown("due_on", 150, cells.Look.DUE, due_cell),     # a Cell of the noun's own making
        cells.text("remarks", hidden=True),       # offered by the column chooser
    )
    CHIPS = (Quick("paused", N_("Paused"), lambda here: (Where("state", "is", State.PAUSED),), icon="player-pause"),)
    EDITS = edits(                                # cells that can be typed into, and what a bulk change offers
        "name", "lead=lead_id", "budget",         # a column, or column=field where they are not called the same
        Edit("state", through=change_state),      # what has rules of its own goes through the noun's verb
        "=remarks",                               # no column: only a bulk change
        creates={"lead_id": creates("people")},   # «Create “…”» in a link (ui.creating)
    )

``form.py`` — the layout by hand; editors, labels, problems, drafts and saving come from the kit.  ``Form`` is the
plain one; ``PartedForm`` has parts that fold or hide, an internal part, and a ``code`` that saving gives::

    from ui.widgets.parted_form import PartedForm

    class ProjectForm(PartedForm):
        entity = "projects"
        creates: ClassVar[dict[str, Create]] = {"place_id": creates("places")}

        def lay_out(self) -> None:
            self.row("name")
            self.row("starts_on", "ends_on")      # side by side; a pane may be 300 pixels wide, so seldom with a flag
            self.section(_("Where"))
            self.row("place_id")
            self.note(_("A sentence of help."))
            with self.fold(_("More")):
                self.row("code")

        def save_with(self):                      # the service; by default services.records.save
            return projects.save

        def first(self, name):                    # a new record; ``name`` was typed elsewhere
            return {"name": name or None}         # in a plain Form: ``defaults``

        def values_changed(self, draft):          # after each load and each change: show, hide, offer followers
            self.editors["state"].offer(...)

``commands.py`` — its gestures as data.  ``record_commands`` are those that every list has (new, edit, beside, delete,
and with cells: edit, change, fill down, duplicate, paste); ``here.keys`` are the selected records, ``here.do`` runs a
service on the database thread and tells what it committed in a notice with Undo::

    def commands() -> Sequence[Command]:
        return (
            *record_commands("projects", "projects", new=N_("&New project"), delete=projects.delete, tip=N_("…")),
            Command("projects.pause", N_("&Pause"), lambda here: here.do(projects.pause, here.keys),
                    icon="player-pause", place="projects", section=VERBS, needs=needs_selection, in_bar=True,
                    tip=N_("…")),
            move_command("projects"),             # with a board or a calendar (ui.moving)
        )

``screen.py`` — the page; ``build`` is what ``ui/pages.py`` calls::

    BY = (BoardBy("state", N_("State"), "state",  # columns: those declared here, or else those that are found
                  lambda session, here: [BoardColumn(one, _(one.label), MARKS[one]) for one in State],
                  move=by_field("projects", "state")),)        # or by_verb(change_state): rules of its own

    SPEC = ListSpec(
        place="projects", listing=LISTING, columns=COLUMNS, form=ProjectForm, chips=CHIPS, edits=EDITS,
        headline=lambda row: Headline(row.code, row.name, _(row.state.label), MARKS[row.state], row.progress),
        count=lambda n: ngettext("{n} project", "{n} projects", n).format(n=n),
        ask=lambda here: Ask(clock=clock(here.today, here.calendar)),   # where the rows need a day
        empty=Empty("briefcase", N_("A project gathers …"), command="projects.new", link="go.importing"),
        watches=frozenset({"people", "places"}),  # other nouns whose changes show in the rows
        tabs=((N_("Log"), LogPane),),             # widgets with show_record(entity, key)
        groups=("state", "place"),                # what «Group by» offers; by default whatever can be grouped by
        views=(board_view(BoardSpec(BY, card)),   # card(row, here) -> Card
               calendar_view(CalendarSpec("starts_on", card, lambda row: row.name,
                                          move=by_field("projects", "starts_on"), begin=begin_on("starts_on")))),
    )

    def build(here: Here) -> Page:
        return RecordPage(here, SPEC, either=(("paused", "active"),))   # chips of which at most one is on

and one line in ``NOUNS`` of ``ui/pages.py``, which imports the noun only when it is first needed, because the first
frame of the window is painted before the database layer is imported.  Saved views, sorting, filters by column, the
history tab, the bin and the palette need nothing more.

Rules: no query, no transaction and no domain ``if`` in a widget; whatever is read comes through ``here.read`` as frozen
rows, whatever is done goes through ``here.do`` as a service; views re-read what the news touched and cannot tell a
local change from a remote one.  A page that is no list subclasses ``ui.widgets.page.Page``.
"""
