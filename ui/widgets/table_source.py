"""Where the rows of a table come from: asked for on the database thread, answered on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from PySide6.QtCore import QObject

from ui.widgets.grouping import Content, Gathered, Heading

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.grouping import Total
    from db.queries.listing import Ask
    from ui.here import Here

Loaded = tuple[list[Any], list[Any]]  # keys in order; the rows of those that were wanted
Grouped = tuple[Content, list[Any]]  # the same under headings


class Source(Protocol):
    """Where rows come from.  Each answer is given later, on the GUI thread; a newer ``load`` replaces an older one."""

    def load(self, ask: Ask, wanted: Callable[[list[Key]], Sequence[Key]], then: Callable[[Loaded], None]) -> None:
        """The keys of ``ask`` in order, with the rows of ``wanted(keys)``."""
        ...

    def rows(self, ask: Ask, keys: Sequence[Key], then: Callable[[list[Any]], None]) -> None:
        """The rows of these keys."""
        ...


@runtime_checkable
class GroupedSource(Protocol):
    """A source that can gather records under headings, and add up their numbers."""

    def grouped(
        self, ask: Ask, by: str, totals: Sequence[str], wanted: Callable[[Content], Sequence[Key]],
        then: Callable[[Grouped], None],
    ) -> None:  # fmt: skip
        """What ``ask`` gives under headings by the column ``by``, with the rows of ``wanted(content)``."""
        ...

    def totals(
        self, ask: Ask, names: Sequence[str], keys: Sequence[Key] | None, then: Callable[[dict[str, Total]], None]
    ) -> None:
        """What these number columns come to over ``keys``, or over all of ``ask``."""
        ...


class ListingSource:
    """Rows of a ``db.queries`` Listing, read on the database thread."""

    def __init__(self, here: Here, listing: Any, owner: QObject) -> None:
        self._here = here
        self._listing = listing
        self._owner = owner
        self._slot = f"list/{listing.entity}/{id(self)}"
        self.gave_up: Callable[[], None] = lambda: None  # the world said no: there will be no answer

    def load(self, ask: Ask, wanted: Callable[[list[Key]], Sequence[Key]], then: Callable[[Loaded], None]) -> None:
        def job(session: Any) -> Loaded:
            keys = self._listing.keys(session, ask)
            return keys, self._listing.rows(session, list(wanted(keys)), ask)

        self._here.read(job, then, refused=self._refused, owner=self._owner, slot=self._slot)

    def grouped(
        self, ask: Ask, by: str, totals: Sequence[str], wanted: Callable[[Content], Sequence[Key]],
        then: Callable[[Grouped], None],
    ) -> None:  # fmt: skip
        def job(session: Any) -> Grouped:
            groups = self._listing.groups(session, by, ask, totals)
            held: dict[Any, list[Key]] = {group.value: [] for group in groups}
            for key, value in self._listing.members(session, by, ask):
                held[value].append(key)
            content = Content.of([Gathered(Heading(by, one.value), held[one.value], one.totals) for one in groups])
            return content, self._listing.rows(session, list(wanted(content)), ask)

        self._here.read(job, then, refused=self._refused, owner=self._owner, slot=self._slot)

    def rows(self, ask: Ask, keys: Sequence[Key], then: Callable[[list[Any]], None]) -> None:
        self._here.read(lambda session: self._listing.rows(session, keys, ask), then, owner=self._owner)

    def totals(
        self, ask: Ask, names: Sequence[str], keys: Sequence[Key] | None, then: Callable[[dict[str, Total]], None]
    ) -> None:
        self._here.read(lambda session: self._listing.totals(session, names, ask, keys), then, owner=self._owner,
                        slot=f"{self._slot}/totals")  # fmt: skip

    def _refused(self, exc: Exception) -> None:
        self.gave_up()
        self._here.failed(exc)
