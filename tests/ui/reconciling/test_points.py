"""The list of points and the job behind it, on reviews that nobody sent: keys, words, answers under way."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ecd_desktop.review import BASE, OTHER, OURS, THEIRS, Answer, Kind, Point, Review
from tests.ui.reconciling.made_up import CHANGED, LONG, file, point, review, ways
from ui.reconciling import blocks, words
from ui.reconciling.job import ReviewJob
from ui.reconciling.laying import TYPED, laid_card, laid_line
from ui.reconciling.view import PointsView

K = Qt.Key


class Given:
    """A view, and what was asked of it."""

    def __init__(self, rows: list[Any]) -> None:
        self.view = PointsView()
        self.view.resize(900, 600)
        self.answers: list[tuple[str, str]] = []
        self.others: list[str] = []
        self.view.answered.connect(lambda one, said: self.answers.append((one.id, said.value)))
        self.view.other_wanted.connect(lambda one: self.others.append(one.id))
        self.view.show_rows(rows)
        self.view.show()

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.view, key)

    @property
    def here(self) -> str:
        one = self.view.point()
        return one.id if one is not None else ""


def test_a_digit_chooses_and_the_arrows_with_enter_too(qapp: QApplication) -> None:
    given = Given([point(1), point(2)])
    given.press(K.Key_2)
    given.press(K.Key_Down, K.Key_Return)  # the arrows begin on what the file says
    given.press(K.Key_Left, K.Key_Left, K.Key_Enter)
    given.press(K.Key_9)  # there is no such way
    assert given.answers == [("p1", OURS), ("p2", THEIRS), ("p2", BASE)]
    given.press(K.Key_Right, K.Key_Right, K.Key_Right, K.Key_Right, K.Key_Return)
    given.press(K.Key_4)
    assert given.others == ["p2", "p2"]  # beyond the last one is a value of one's own


def test_a_way_that_is_refused_says_why_and_cannot_be_chosen(qapp: QApplication) -> None:
    why = "Un compromiso terminado necesita su fecha."
    given = Given([point(1, options=ways("1", "2", "3", refused=why))])
    given.press(K.Key_3, K.Key_Return)
    assert given.answers == []
    shown = laid_card(given.view.point(), 900, "").boxes[2]  # type: ignore[arg-type]
    assert " ".join(shown.refused) == why
    assert why in given.view.points.index(0).data()


def test_the_arrows_pass_over_headings_and_space_takes_a_change_or_leaves_it_out(qapp: QApplication) -> None:
    given = Given(["COM-1\tUno", point(1, Kind.CLEAN, answer=THEIRS), "COM-2\tDos", point(2, Kind.CLEAN, answer=OURS)])
    assert given.here == "p1"
    given.press(K.Key_Space, K.Key_Down, K.Key_Space, K.Key_Home)
    assert given.answers == [("p1", OURS), ("p2", THEIRS)]
    given.press(K.Key_End)
    assert given.here == "p2"


def test_after_an_answer_the_next_question_is_shown_from_the_top_again_after_the_last(qapp: QApplication) -> None:
    given = Given([point(1), point(2, answer=OURS), point(3)])
    assert given.here == "p1"
    assert given.view.go_to_open()
    assert given.here == "p3"
    assert given.view.go_to_open()
    assert given.here == "p1"
    given.view.show_rows([point(1, answer=OURS), point(2, answer=OURS), point(3, answer=OURS)])
    assert not given.view.go_to_open()
    assert given.here == "p1"  # other answers to the same points move nothing


def test_a_click_on_a_way_chooses_it(qapp: QApplication) -> None:
    given = Given([point(1)])
    box = given.view.painter.laid(given.view.point()).boxes[1]  # type: ignore[arg-type]
    QTest.mouseClick(given.view.viewport(), Qt.MouseButton.LeftButton, pos=box.rect.center().toPoint())
    other = given.view.painter.laid(given.view.point()).boxes[-1]  # type: ignore[arg-type]
    assert other.n == TYPED
    QTest.mouseClick(given.view.viewport(), Qt.MouseButton.LeftButton, pos=other.rect.center().toPoint())
    QTest.mouseClick(given.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 590))
    assert (given.answers, given.others) == ([("p1", OURS)], ["p1"])


def test_ctrl_z_takes_an_answer_back_only_where_there_is_one(qapp: QApplication) -> None:
    given = Given([point(1)])
    asked: list[bool] = []
    given.view.take_back.connect(lambda: asked.append(True))
    QTest.keyClick(given.view, K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    event = QKeyEvent(QKeyEvent.Type.ShortcutOverride, K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    event.ignore()
    QApplication.sendEvent(given.view, event)
    assert (asked, event.isAccepted()) == ([], False)  # the window undoes a change
    given.view.can_take_back = lambda: True
    QTest.keyClick(given.view, K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked == [True]


def test_ears_hear_the_record_its_text_every_way_and_what_is_chosen(qapp: QApplication) -> None:
    told = words.spoken(point(1, answer=THEIRS, note="falta el permiso", asked_again=True))
    for part in ("COM-2026-001", "Compromiso ficticio número 1", "40 %", "Lucía · 16 nov", "Compromisos!F12",
                 "falta el permiso", "chosen: In the file", words.AGAIN):  # fmt: skip
        assert part in told, part
    assert "not decided yet" in words.spoken(point(1))


def test_long_texts_show_what_differs_and_short_ones_are_shown_whole() -> None:
    found = blocks.beside(LONG, CHANGED)
    assert "norte" in "".join(text for kind, text in found if kind == "+")
    assert "…" in found[-1][1] or found[-1][0] == "="
    assert blocks.beside("40 %", "55 %") == [("=", "55 %")]
    assert blocks.from_to("", "55 %", "(empty)")[0] == ("=", "(empty)")


@pytest.mark.parametrize("width", [420, 640, 1300])
def test_every_part_of_a_card_has_its_room(qapp: QApplication, width: int) -> None:
    cards = [
        point(1, note="nota " * 60, reason="motivo " * 40, asked_again=True, answer=OTHER, typed="50 %"),
        point(2, options=ways(LONG, CHANGED, CHANGED * 9)), point(3, options=()),
    ]  # fmt: skip
    for one in cards:
        laid = laid_card(one, width, "EMAPE")
        inside = laid.card
        for box in laid.boxes:
            assert inside.contains(box.rect), (width, one.id, box.n)
        rects = [box.rect for box in laid.boxes]
        assert not any(a.intersects(b) for n, a in enumerate(rects) for b in rects[n + 1 :])
        assert all(below.top < inside.bottom() for below in laid.below)
        assert laid.height >= inside.height()
    line = laid_line(point(4, Kind.CLEAN, answer=THEIRS, options=ways(LONG, LONG, CHANGED)), width)
    assert line.told is not None
    assert line.told.lines <= 3


# --- the job ----------------------------------------------------------------------------------------------------------


class Slow(QObject):
    """Stands for ``here``: answers of the database come when they are let through."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, tuple[Any, ...], Callable[[Any], None], Callable[[Exception], None] | None]] = []
        self.failures: list[Exception] = []

    def ask(self, fn: Any, *args: Any, then: Any, refused: Any = None, **_more: Any) -> None:
        self.asked.append((fn.__name__, args, then, refused))

    def failed(self, exc: Exception) -> None:
        self.failures.append(exc)

    def give(self, answer: Any) -> None:
        self.asked.pop(0)[2](answer)

    def refuse(self, exc: Exception) -> None:
        refused = self.asked.pop(0)[3]
        assert refused is not None
        refused(exc)


def begun(first: Review) -> tuple[ReviewJob, Slow]:
    here = Slow()
    job = ReviewJob(here, pause=0)  # type: ignore[arg-type]
    job.load()
    here.give(first)
    return job, here


def said(job: ReviewJob) -> dict[str, str]:
    return {one.id: one.answer for one in job.points}


def decided(now: Review, **answers: str) -> Review:
    return replace(now, points=tuple(replace(one, answer=answers.get(one.id, one.answer)) for one in now.points))


def test_an_answer_shows_at_once_and_those_given_meanwhile_are_kept_in_one_go() -> None:
    first = review([point(1), point(2), point(3)])
    job, here = begun(first)
    one, two, three = job.points
    job.answer([one], Answer(THEIRS))
    assert (said(job)["p1"], here.asked) == (THEIRS, [])  # it is painted first
    job.keep()
    job.answer([two], Answer(OURS))
    job.answer([three], Answer(OTHER, "60"))
    assert said(job) == {"p1": THEIRS, "p2": OURS, "p3": OTHER}
    assert [args[1] for _name, args, *_rest in here.asked] == [{"p1": Answer(THEIRS)}]
    here.give(decided(first, p1=THEIRS))  # what was answered since is not forgotten
    assert said(job)["p3"] == OTHER
    ((_name, args, *_rest),) = here.asked
    assert args[1] == {"p2": Answer(OURS), "p3": Answer(OTHER, "60")}
    here.give(decided(first, p1=THEIRS, p2=OURS, p3=OTHER))
    assert here.asked == []


def test_the_last_answer_is_taken_back_with_all_that_were_given_with_it() -> None:
    job, _here = begun(review([point(1), point(2, answer=OURS), point(3, Kind.CLEAN, answer=THEIRS)]))
    assert job.answer_all(THEIRS, [one for one in job.points if one.kind is Kind.DECIDE]) == 2
    assert job.writing() == 3
    assert job.take_back() is not None
    assert said(job) == {"p1": "", "p2": OURS, "p3": THEIRS}
    assert job.take_back() is None


def test_an_answer_that_could_not_be_kept_is_shown_as_the_database_has_it() -> None:
    first = review([point(1)])
    job, here = begun(first)
    job.answer(job.points, Answer(THEIRS))
    job.keep()
    here.refuse(ValueError("no"))
    assert here.failures
    here.give(first)
    assert said(job) == {"p1": ""}
    assert not job.can_take_back()


def test_of_several_files_one_is_shown_and_what_did_not_change_stays_the_same_object() -> None:
    one, two = file(1, "EMAPE"), file(2, "GDU")
    first = review([point(1, of=one), point(2, of=two)], one, two)
    job, here = begun(first)
    job.show_only(two.id)
    assert [found.id for found in job.points] == ["p2"]
    kept: Point = job.points[0]
    job.load()
    here.give(review([point(1, of=one, answer=OURS), point(2, of=two)], one, two))
    assert job.points[0] is kept
    job.load()
    here.give(review([point(1, of=one)], one))  # it is settled elsewhere
    assert job.only is None
    assert [found.id for found in job.points] == ["p1"]
