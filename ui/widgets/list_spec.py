"""What is particular to one noun's page, as data; ``ui.widgets.list_page`` makes the page of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from db.queries.listing import Ask, Listing, Where
from ecd_desktop.language import N_
from ui.widgets.cell_edits import Edits
from ui.widgets.cells import Shown
from ui.widgets.detail_pane import Headline, TabSpec
from ui.widgets.empty_state import Empty
from ui.widgets.marks import Mark
from ui.widgets.views import ViewSpec

if TYPE_CHECKING:
    from ui.here import Here


@dataclass(frozen=True, slots=True)
class Quick:
    """A chip: a filter with a name, counted.  ``where`` is asked each time, because today moves."""

    id: str
    text: str
    where: Callable[[Here], tuple[Where, ...]]
    mark: Mark | None = None
    icon: str = ""


@dataclass(frozen=True, slots=True)
class ListSpec:
    """Texts are catalogue entries."""

    place: str
    listing: Listing[Any]
    columns: tuple[Shown, ...]
    form: Callable[[Here], QWidget]  # a ui.widgets.form.Form
    headline: Callable[[Any], Headline]
    count: Callable[[int], str]  # «16 projects», for the subtitle
    ask: Callable[[Here], Ask] = lambda _here: Ask()
    chips: tuple[Quick, ...] = ()
    empty: Empty = Empty("inbox", N_("There is nothing here yet."))  # noqa: RUF009
    watches: frozenset[str] = frozenset()  # other nouns whose changes show in the rows
    tabs: tuple[TabSpec, ...] = ()  # between the form and the history
    views: tuple[ViewSpec, ...] = ()  # beside the table, which is always the first
    groups: tuple[str, ...] = ()  # columns offered under «Group by»
    freeze: int = 0  # columns that stay while the others scroll sideways
    edits: Edits | None = None  # cells that can be typed into, and fields of a bulk change
