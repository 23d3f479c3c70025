"""Where the parts of a point stand: a card with its ways to answer side by side, or one line of a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from ecd_desktop.language import _
from ecd_desktop.review import BASE, OTHER, Kind
from ui import style, tokens
from ui.reconciling import words
from ui.reconciling.blocks import Block, beside, from_to, plain
from ui.widgets.lines import wrapped_words

if TYPE_CHECKING:
    from ecd_desktop.review import Option, Point

SIDE, ABOVE, BETWEEN = 16, 13, 12  # paddings of a card, and the room under it
GAP = 8  # between two options
PAD = 11  # inside an option
MARK = 24  # room of the mark before the code
TOOL = 26  # a small button at the right of the head
LEAST = 168  # width under which options stand under each other
MOST_WORDS, MOST_VALUE, MOST_NOTE, MOST_LINE = 2, 7, 4, 3  # lines shown; the rest is in the tooltip
CHECK, CELL = 34, 150  # of a line of the table: room of its box, width of its cell's address
KEY = 50  # room of the key cap and the sign that it is chosen
TYPED = -1  # the place of «another value» among the boxes


@dataclass(frozen=True, slots=True)
class Box:
    """One way to answer. ``n``: which of the point's options, or ``TYPED``."""

    n: int
    rect: QRectF
    caption: str
    hint: str  # in a line of its own; "" where it stands beside the caption
    value: Block | None
    empty: bool
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Below:
    """What stands under the options: an icon, its tone, lines of small print."""

    icon: str
    tone: str
    lines: tuple[str, ...]
    top: float


@dataclass(slots=True)
class Laid:
    """A point on a width. Everything from the top left corner of its row; ``height`` with the room under it."""

    height: int = 0
    card: QRectF = field(default_factory=QRectF)
    code: QPointF = field(default_factory=QPointF)
    title: tuple[str, ...] = ()
    title_left: float = 0.0
    label: str = ""  # in the line of the title, behind it
    label_top: float = 0.0  # in a line of its own
    at: str = ""
    at_left: float = 0.0
    open_: QRectF = field(default_factory=QRectF)
    boxes: list[Box] = field(default_factory=list)
    below: list[Below] = field(default_factory=list)
    told: Block | None = None  # of a line of the table


def step(face: str = "body") -> int:
    """From one line to the next."""
    return style.metrics(face).lineSpacing()


def laid_card(point: Point, width: int, whose: str) -> Laid:
    """A card; ``whose``: the sender, where several files are shown."""
    made = Laid()
    inside = width - 2 * tokens.GUTTER - 2 * SIDE
    left = tokens.GUTTER + SIDE
    top = float(ABOVE)
    top = _head(made, point, left, top, inside, whose)
    if point.options or point.editable:
        top = _boxes(made, point, left, top + 2, inside)
    for icon, tone, text in _under(point):
        lines = wrapped_words(text, "caption", inside - 22, MOST_NOTE)
        made.below.append(Below(icon, tone, lines, top + 7))
        top += 7 + len(lines) * step("caption")
    made.card = QRectF(tokens.GUTTER, 0, width - 2 * tokens.GUTTER, top + ABOVE)
    made.height = round(top + ABOVE + BETWEEN)
    return made


def laid_line(point: Point, width: int) -> Laid:
    """A line of the table: box, field, «old → new», cell."""
    made = Laid()
    left = tokens.GUTTER + CHECK
    right = width - tokens.GUTTER - 8
    label = min(max(round(width * 0.2), 110), 190)
    at = min(style.metrics("caption").horizontalAdvance(point.at) + 2, CELL) if point.at else 0
    room = right - at - 12 - left - label - 8
    told = from_to(words.before(point), words.after(point), _("(empty)"))
    made.told = Block(told, "body", room, MOST_LINE)
    made.title_left = left
    made.at, made.at_left = point.at, right - at
    made.label_top = left + label + 8  # where «old → new» begins
    note = wrapped_words(point.note, "caption", int(room), 2) if point.note else ()
    top = 8 + made.told.height
    if note:
        made.below.append(Below("message", "text2", note, top + 2))
        top += 2 + len(note) * step("caption")
    made.card = QRectF(tokens.GUTTER, 0, width - 2 * tokens.GUTTER, top + 8)
    made.height = round(top + 8)
    return made


# --- inside -----------------------------------------------------------------------------------------------------------


def _head(made: Laid, point: Point, left: float, top: float, inside: float, whose: str) -> float:
    """Mark, code, the record's words, its field, and at the right the cell."""
    made.at = " · ".join(part for part in (whose, point.at) if part)
    right = left + inside
    if point.key is not None and point.kind is not Kind.NEW:
        made.open_ = QRectF(right - TOOL + 6, top - 5, TOOL, TOOL)
        right -= TOOL
    room = min(style.metrics("caption").horizontalAdvance(made.at) + 4, inside * 0.4)
    made.at_left = right - room
    made.code = QPointF(left + MARK, top)
    code = style.metrics("body-strong").horizontalAdvance(point.code) + 10 if point.code else 0
    made.title_left = left + MARK + code
    wide = made.at_left - 14 - made.title_left
    said = f"  ·  {_(point.label)}" if point.label else ""
    words_ = " ".join(point.words.split())
    metrics = style.metrics("body-strong")
    if metrics.horizontalAdvance(words_) + style.metrics("body").horizontalAdvance(said) <= wide:
        made.title, made.label = (words_,), said
        return top + step() + 8
    made.title = wrapped_words(words_, "body-strong", int(wide), MOST_WORDS)
    top += len(made.title) * step()
    if point.label:
        made.label = _(point.label)
        made.label_top = top + 2
        top += step() + 2
    return top + 7


def _boxes(made: Laid, point: Point, left: float, top: float, inside: float) -> float:
    """The options from left to right, or under each other where there is no room."""
    typed = point.answer == OTHER
    shares = [2.2 if one.value == BASE else 3.0 for one in point.options]
    beside_ = 3.0 if typed else 0.0
    small = 42.0 if point.editable and not typed and point.options else 0.0
    count = len(shares) + (1 if typed else 0)
    free = inside - small - GAP * (count - 1 + (1 if small else 0))
    whole = sum(shares) + beside_
    stacked = count > 1 and free / whole * (sum(shares) / max(len(shares), 1)) < LEAST
    places: list[tuple[int, float, float]] = []  # option, left, width
    x = left
    for n, share in enumerate(shares):
        wide = inside if stacked else free * share / whole
        places.append((n, left if stacked else x, wide))
        x += wide + GAP
    if typed or not point.options:
        wide = inside if stacked or not point.options else free * beside_ / whole
        places.append((TYPED, left if stacked or not point.options else x, wide))
        x += wide + GAP
    elif small:
        places.append((TYPED, left if stacked else x, inside if stacked else small))
    boxes = [_box(point, n, wide) for n, _x, wide in places]
    tallest = max((_height(one) for one in boxes), default=0.0)
    for one, (n, at, wide) in zip(boxes, places, strict=True):
        high = _height(one) if stacked else tallest
        made.boxes.append(Box(n, QRectF(at, top, wide, high), one.caption, one.hint, one.value, one.empty, one.refused))
        top += high + 6 if stacked else 0.0
    return top - 6 if stacked else top + tallest


def _box(point: Point, n: int, wide: float) -> Box:
    room = wide - 2 * PAD
    if n == TYPED:
        typed = point.answer == OTHER
        said = _("Your value") if typed else _("Another value") if wide > 100 else ""
        value = Block(plain(point.typed or _("(empty)")), "body-strong", room - 4, MOST_VALUE) if typed else None
        return Box(TYPED, QRectF(), said, "", value, typed and not point.typed)
    one = point.options[n]
    label = _(one.label) if one.label else ""
    caption = " · ".join(part for part in (label, one.hint) if part)
    metrics, hint = style.metrics("caption"), ""
    if metrics.horizontalAdvance(caption) > room - KEY:
        caption, hint = label, one.hint
    face = "body-strong" if point.answer == one.value else "body"
    empty = not one.shown and point.kind is Kind.DECIDE
    if not one.shown and not empty:  # a way to answer that is no value: its own words say it
        caption, told = hint or one.hint, plain(label)
        hint = ""
    else:
        told = plain(_("(empty)")) if empty else _told(point, one)
    value = Block(told, face, room if caption else room - KEY, MOST_VALUE)
    refused = wrapped_words(one.refused, "caption", int(room), 3) if one.refused else ()
    return Box(n, QRectF(), caption, hint, value, empty, refused)


def _told(point: Point, one: Option) -> list[tuple[str, str]]:
    if point.kind is Kind.NEW:
        return plain(one.shown.replace(" · ", "\n"))  # what it brings, field by field
    if point.kind is not Kind.DECIDE or one.value == BASE:
        return plain(one.shown)
    return beside(words.before(point), one.shown)


def _height(box: Box) -> float:
    lines = step("caption") * (bool(box.caption) + bool(box.hint) + len(box.refused))
    value = box.value.height + 3 if box.value is not None else step("body") + 3
    return float(8 + lines + value + 9)


def _under(point: Point) -> list[tuple[str, str, str]]:
    found = []
    if point.asked_again:
        found.append(("rotate-clockwise", "amber", _(words.AGAIN)))
    if point.note:
        found.append(("message", "text2", point.note))
    if point.reason:
        tone = {Kind.UNREADABLE: "red", Kind.HELD: "amber"}.get(point.kind, "text2")
        found.append(("info-circle", tone, point.reason))
    return found
