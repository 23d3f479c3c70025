"""Every place of the program beside 20,000 commitments: how long until it shows what it holds, and the longest wait.

Each place is visited for the first time and again, each noun's record is opened with each of its tabs, and what stands
over the places is asked: the palette, the search, a record's history, a step that touched all of them.
"""

from collections.abc import Callable
from typing import Any

from tests.bench import portfolio
from tests.bench.measuring import Aim, Answer, Bench, Line
from tests.bench.watching import Watched

ITEMS = 20_000
SHOWN, WAIT = Aim(1_000, "ms"), Aim(100, "ms")
WORDS = "plano"


def measure(bench: Bench) -> list[Line]:
    """The places, one round after the other, each in a fresh window."""
    arguments = {"database": str(portfolio.database(bench.folder, ITEMS))}
    found = bench.compare({"places": ("visiting:places", arguments)}, rounds=min(bench.rounds, 3))["places"]
    return [
        Line("responding", name, series, None, SHOWN if name.endswith("shown") else WAIT)
        for name, series in found.items()
    ]


def places(database: str) -> Answer:
    """A child: seconds until each is shown, and the longest gap on the way."""
    from db.records.action_items import Priority
    from ecd_desktop.services import action_items

    watched = Watched(database)
    window = watched.window
    said: Answer = {}

    def step(name: str, begin: Callable[[], object], true: Callable[[], bool] = lambda: True) -> None:
        gap = watched.until(true, begin, early=name.startswith("reports"))
        said[f"{name}, until shown"] = (watched.taken, 0.0)
        said[f"{name}, longest wait"] = (gap, 0.0)

    def look_for(field: Any) -> None:
        field.show_text(WORDS)
        field.searched.emit(WORDS)

    def page() -> Any:
        return window.page()

    def there(place: str) -> bool:
        if window.place() != place:
            return False
        model = getattr(page(), "model", None)
        if place == "reports":
            return bool(page().preview.pages.sizes)  # be it the first pages
        return model is None or model.rowCount() > 0 or page().records == 0

    watched.go("today")
    watched.settle()
    for visit in ("first visit", "again"):
        for place in window.places:
            if place != window.place():
                step(f"{place}, {visit}", lambda place=place: window.go(place), lambda place=place: there(place))
    for place, one in window.places.items():
        if one.entity:
            watched.go(place)
            detail = page().detail
            for number in range(detail.tabs):
                step(f"{place}, tab {number + 1}", lambda detail=detail, number=number: detail.show_tab(number))
            for view in page().spec.views:
                step(f"{place} as {view.id}", lambda view=view: page().show_view(view.id))
            page().show_view("table")
    watched.go("action_items")
    step("another order", lambda: page().asking.sort([("description", True)]))
    step("filtered by words", lambda: page().filter_by(text="plano"))
    step("filters cleared", lambda: page().clear_filters())
    step("palette opened", lambda: window.finder.toggle())
    step("palette typed in", lambda: window.finder.palette.field.setText("plano"))
    window.finder.toggle()
    watched.go("search")
    step("search", lambda: look_for(page().field), lambda: bool(page().groups))
    watched.go("action_items")
    done: list[Any] = []
    page().table.selectAll()
    watched.until(
        lambda: bool(done),
        lambda: window.here.do(action_items.set_priority, page().selected(), priority=Priority.LOW, then=done.append),
    )
    step(f"history, a step of {ITEMS}", lambda: window.go("history"))
    window.tasks.close()
    return said
