"""The review under way: what waits, the answers as they are given, and what applying did; the page shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ecd_desktop.review import OTHER, Answer, Kind, Point, Review

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.review import Applied, File
    from ui.here import Here

PAUSE = 60
"""Milliseconds until an answer is kept: it is painted first, since two threads of Python wait for each other."""
Place = tuple["Key", str]
"""A point: its file, its id."""


class ReviewJob(QObject):
    """Answers show at once and are kept in the background, one turn after the other; nothing waits for the database."""

    changed = Signal()  # other files or other points
    answered = Signal()  # other answers, to the same points
    applied = Signal(object)  # Applied
    busy = Signal(bool)  # something is being written

    def __init__(self, here: Here, parent: QObject | None = None, *, pause: int = PAUSE) -> None:
        super().__init__(parent)
        self._soon = QTimer(self, singleShot=True, interval=pause)
        self._soon.timeout.connect(self._send)
        self.here = here
        self.review: Review | None = None
        self.only: Key | None = None  # the one file that is shown; None: all of them
        self.working = False
        self._said: list[dict[Place, Answer]] = []  # what was there before each answer, for taking it back
        self._after: list[Callable[[], None]] = []
        self._unsent: dict[Place, Answer] = {}
        self._sending: dict[Place, Answer] = {}

    # --- what is shown ------------------------------------------------------------------------------------------------

    @property
    def files(self) -> tuple[File, ...]:
        return self.review.files if self.review is not None else ()

    @property
    def points(self) -> tuple[Point, ...]:
        """Those of the file that is shown, or of all."""
        if self.review is None:
            return ()
        if self.only is None:
            return self.review.points
        return tuple(point for point in self.review.points if point.file == self.only)

    def file(self, id: Key) -> File | None:
        return next((one for one in self.files if one.id == id), None)

    def shown_files(self) -> tuple[File, ...]:
        return self.files if self.only is None else tuple(one for one in self.files if one.id == self.only)

    def writing(self) -> int:
        """How many changes applying would write."""
        return Review((), self.points).writing

    def open(self) -> int:
        return sum(point.open for point in self.points)

    def load(self, then: Callable[[], None] | None = None) -> None:
        """Read again what waits."""
        from ecd_desktop.services import reconciling

        if then is not None:
            self._after.append(then)

        def answer(review: Review) -> None:
            self._take(review)
            after, self._after = self._after, []  # also of those whose question this one took the place of
            for one in after:
                one()

        self.here.ask(reconciling.review, then=answer, owner=self, slot="review")

    def show_only(self, file: Key | None) -> None:
        self.only = file
        self.changed.emit()

    # --- answers ------------------------------------------------------------------------------------------------------

    def answer(self, points: Sequence[Point], answer: Answer) -> None:
        """Answer these alike; one step for taking back."""
        before = {_place(point): _answer_of(point) for point in points if _answer_of(point) != answer}
        if before:
            self._said.append(before)
            self._say({_place(one): replace(answer, against=one.against) for one in points if _place(one) in before})

    def answer_all(self, value: str, points: Iterable[Point]) -> int:
        """Answer so whatever may be answered so; how many that were."""
        fit = [one for one in points if any(way.value == value and not way.refused for way in one.options)]
        self.answer(fit, Answer(value))
        return len(fit)

    def can_take_back(self) -> bool:
        return bool(self._said)

    def take_back(self) -> Place | None:
        """Take the last answer back; where it was given."""
        if not self._said:
            return None
        before = self._said.pop()
        self._say(before)
        return next(iter(before))

    def keep(self, then: Callable[[], None] | None = None) -> None:
        """Send what was not sent yet; ``then`` once it is kept."""
        self._send()
        if then is not None:
            self.here.tasks.do(lambda _store: None, then=lambda _none: then(), owner=self)

    # --- the end ------------------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Write what is decided in the files shown, as one change."""
        from ecd_desktop.services import reconciling

        self._send()
        files = [one.id for one in self.shown_files()]
        self._work(True)

        def over() -> None:
            self._work(False)

        def done(applied: Applied) -> None:
            over()
            self._said.clear()
            self.applied.emit(applied)
            self.load()

        def refused(exc: Exception) -> None:
            over()
            self.here.failed(exc)
            self.load()

        self.here.do(reconciling.apply, files, then=done, refused=refused, owner=self, broke=over)

    def discard(self, file: Key, then: Callable[[], None]) -> None:
        """Throw a file away; nothing of it is written."""
        from ecd_desktop.services import reconciling

        self._said.clear()
        self.here.ask(reconciling.discard, file, then=lambda _none: self.load(then), owner=self)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _say(self, answers: dict[Place, Answer]) -> None:
        self._unsent.update(answers)
        self._lay_over(answers)
        self.answered.emit()
        if not self._sending and not self._soon.isActive():
            self._soon.start()

    def _lay_over(self, answers: dict[Place, Answer]) -> None:
        """Show answers that the database may not know yet."""
        if self.review is None or not answers:
            return
        points = tuple(
            replace(point, answer=said.value, typed=said.typed if said.value == OTHER else "", asked_again=False)
            if (said := answers.get(_place(point))) is not None else point
            for point in self.review.points
        )  # fmt: skip
        self.review = replace(self.review, points=points)

    def _send(self) -> None:
        """Keep what was answered since, file by file; the review that comes back is the truth."""
        from ecd_desktop.services import reconciling

        self._soon.stop()
        by_file: dict[Key, dict[str, Answer]] = {}
        for (file, id), said in self._unsent.items():
            by_file.setdefault(file, {})[id] = said
        self._sending |= self._unsent
        self._unsent = {}
        for n, (file, said) in enumerate(by_file.items(), start=1):
            last = n == len(by_file)
            self.here.ask(reconciling.answer, file, said, then=self._sent if last else _nothing,
                          refused=self._lost, owner=self)  # fmt: skip

    def _sent(self, review: Review) -> None:
        self._sending = {}
        if self._unsent:
            self._send()
        else:
            self._merge(review)

    def _lost(self, exc: Exception) -> None:
        """Answers could not be kept: what is shown is what the database has."""
        self._sending, self._unsent = {}, {}
        self._said.clear()
        self.here.failed(exc)
        self.load()

    def _merge(self, review: Review) -> None:
        """What the files that were answered say now, in place of what was shown of them."""
        if self.review is None:
            return
        told = {one.id for one in review.files}
        if told >= {one.id for one in self.files}:
            self._take(review)
            return
        fresh: dict[Key, list[Point]] = {}
        for point in review.points:
            fresh.setdefault(point.file, []).append(point)
        points = [
            one for file in self.files
            for one in (fresh.get(file.id, ()) if file.id in told else
                        [point for point in self.review.points if point.file == file.id])
        ]  # fmt: skip
        self._take(replace(self.review, points=tuple(points)))

    def _take(self, review: Review) -> None:
        same = self.review is not None and [_token(one) for one in self.review.points] == [
            _token(one) for one in review.points
        ] and self.review.files == review.files  # fmt: skip
        if same and self.review is not None:  # what did not change stays the same object, and where it is
            kept = zip(self.review.points, review.points, strict=True)
            review = replace(review, points=tuple(old if old == new else new for old, new in kept))
        self.review = review
        self._lay_over({**self._sending, **self._unsent})
        if self.only is not None and self.file(self.only) is None:
            self.only = None
            same = False
        (self.answered if same else self.changed).emit()

    def _work(self, on: bool) -> None:
        self.working = on
        self.busy.emit(on)


def _place(point: Point) -> Place:
    return point.file, point.id


def _answer_of(point: Point) -> Answer:
    return Answer(point.answer, point.typed, point.against)


def _token(point: Point) -> tuple[Place, Kind]:
    return _place(point), point.kind


def _nothing(_review: Review) -> None:
    """Another file's answer follows."""
