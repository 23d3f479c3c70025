"""The kit: what every screen is made of; it knows kinds of field and shapes of list, never a noun.

How to build a noun's screen (each file under 200 lines, all in ``ui/<noun>/``)
------------------------------------------------------------------------------

``table.py`` — which columns, in which look.  Labels, formats and sorting come from the noun's ``Listing``::

    from ui.widgets import cells

    COLUMNS = (
        cells.code("code", width=140),
        cells.two_lines("name", second=lambda row: row.district or "", stretch=True),
        cells.who("person", yields=2),            # the higher, the sooner it gives way to a narrow window
        cells.light("why"),                       # a Choice that answers .light
        cells.pill("state", mark=lambda row: Mark("blue", icon="progress")),
        cells.bar("progress", tone=lambda row: "green", yields=3),
        cells.due("due_on", tone=lambda row: "red"),
        cells.text("remarks", hidden=True),       # offered by the column chooser
    )

``form.py`` — the layout by hand; editors, labels, problems, drafts and saving come from the kit::

    from ui.widgets.form import Form

    class ProjectForm(Form):
        entity = "projects"
        creates = {"place_id": create_place}      # «Create “…”» in a link: (here, name, then(key, name))

        def lay_out(self) -> None:
            self.row("name")
            self.row("starts_on", "ends_on")      # side by side
            self.section(_("Where"))
            self.row("place_id")
            self.note(_("A sentence of help."))

        def save_with(self):                      # the service; by default services.records.save
            return projects.save

        def defaults(self, name):                 # a new record; ``name`` was typed elsewhere
            return {"name": name}

        def values_changed(self, draft):          # after each load and each change: show, hide, offer followers
            self.editors["state"].offer(...)

``commands.py`` — its gestures as data; ``here.keys`` are the selected records, ``here.do`` runs a service on the
database thread and tells what it committed in a notice with Undo::

    COMMANDS = (
        Command("projects.new", N_("&New project"), lambda here: here.new("projects"), keys=("Ctrl+N",),
                icon="plus", place="projects", primary=True),
        Command("projects.delete", N_("&Delete"), lambda here: here.do(projects.delete, here.keys),
                keys=("Delete",), icon="trash", place="projects", in_list=True, danger=True, needs=needs_selection),
    )

``screen.py`` — the page::

    SPEC = ListSpec(
        place="projects", listing=LISTING, columns=COLUMNS, form=ProjectForm,
        headline=lambda row: Headline(row.code, row.name, _(row.state.label), MARKS[row.state], row.progress),
        count=lambda n: ngettext("{n} project", "{n} projects", n).format(n=n),
        ask=lambda here: Ask(clock=clock(here.today, here.calendar)),
        chips=(Quick("late", N_("Late"), lambda here: (Where("health", "is", Health.LATE),), LIGHTS["red"]),),
        empty=Empty("briefcase", N_("A project gathers …"), command="projects.new", link="shell.import"),
        watches=frozenset({"people", "places"}),  # other nouns whose changes show in the rows
        tabs=((N_("Bitácora"), LogPane),),        # widgets with show_record(entity, key)
        views=(board_view(BOARD), calendar_view(CALENDAR)),  # beside the table: the same records another way
        groups=("state", "lead"),                 # columns offered under «Group by»; none named: all that can be
        edits=edits("name", "lead=lead_id", "budget"),  # cells that can be typed into: a column, or column=field
    )

    class ProjectsPage(ListPage):
        def __init__(self, here):
            super().__init__(here, SPEC)

Filters of columns, saved views, sums, copies and the column chooser come by themselves from the listing's columns.

And one ``Place`` in ``ui/wiring.py``, whose ``build`` and ``commands`` import the noun inside, because the first
frame of the window is painted before the database layer is imported.

Rules: no query, no transaction and no domain ``if`` in a widget; whatever is read comes through ``here.read`` as frozen
rows, whatever is done goes through ``here.do`` as a service; views re-read what the news touched and cannot tell a
local change from a remote one.  A page that is no list subclasses ``ui.widgets.page.Page``.
"""
