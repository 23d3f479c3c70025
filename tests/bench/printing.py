"""The commitment matrix of 1,000 rows as PDF, against the same text wrapped and drawn on a bare canvas."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.measuring import Aim, Answer, Bench, Line, timed

if TYPE_CHECKING:
    from db.queries.action_items import ActionItemRow

ROWS = 1_000
MARGIN, PAD, SIZE, LEADING = 36.0, 3.0, 8.0, 10.2


def measure(bench: Bench) -> list[Line]:
    """Each round is a fresh child; what is imported and warmed up is not counted."""
    found = bench.compare(
        {name: (f"printing:{name}", {"folder": str(bench.folder)}) for name in ("floor", "ours")}
    )  # fmt: skip
    what = f"matrix of {ROWS} rows"
    return [Line("pdf", what, found["ours"]["write"], found["floor"]["write"], Aim(2, "×"))]


def ours(folder: str) -> Answer:
    target = Path(folder) / "matrix.pdf"
    rows = invented(ROWS)
    write(target, rows[:20])
    return {"write": timed(lambda: write(target, rows))}


def floor(folder: str) -> Answer:
    target = Path(folder) / "bare.pdf"
    widths, cells = said(Path(folder) / "said.pdf", invented(ROWS))
    draw(target, widths, cells[:20])
    return {"write": timed(lambda: draw(target, widths, cells))}


def invented(count: int) -> list["ActionItemRow"]:
    from tests.ecd_desktop.reports import invented

    return invented.many(count)


def write(target: Path, rows: Sequence["ActionItemRow"]) -> None:
    """The program's own matrix, with its letterhead, summary, groups, lights and page numbers."""
    from ecd_desktop.reports import commitments
    from tests.ecd_desktop.reports import invented

    commitments.write(
        target, rows, head=invented.head(), cutoff=invented.CUTOFF, calendar=invented.calendar(), language="es"
    )


def said(target: Path, rows: Sequence["ActionItemRow"]) -> tuple[list[float], list[list[str]]]:
    """What the matrix says, cell by cell, with the widths of its columns: overheard while it is written."""
    from ecd_desktop.reports import commitments, tables

    heard: list[tuple[Sequence[Any], list[Any]]] = []

    class Overheard(tables.Table):
        def __init__(self, columns: Sequence[Any], rows: Any, **more: Any) -> None:
            heard.append((columns, list(rows)))
            super().__init__(columns, heard[-1][1], **more)

    commitments.Table = Overheard  # type: ignore[misc]
    write(target, rows)
    columns, laid = max(heard, key=lambda pair: len(pair[1]))
    cells = [[getattr(cell, "text", cell) for cell in row.cells] for row in laid]
    return [column.width for column in columns], cells


def draw(target: Path, widths: Sequence[float], rows: Sequence[Sequence[str]]) -> None:
    """The bare canvas: wrap each cell at spaces, draw line by line, turn the page when it is full."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.pdfgen.canvas import Canvas

    from ecd_desktop.reports.typeface import REGULAR

    known: dict[str, float] = {}

    def width(word: str) -> float:
        if word not in known:
            known[word] = stringWidth(word, REGULAR, SIZE)
        return known[word]

    def wrapped(text: str, room: float) -> list[str]:
        lines: list[str] = []
        for paragraph in text.split("\n"):
            line, used = "", 0.0
            for word in paragraph.split(" "):
                wide = width(word)
                if line and used + width(" ") + wide <= room:
                    line, used = f"{line} {word}", used + width(" ") + wide
                    continue
                if line:
                    lines.append(line)
                line, used = word, wide
            lines.append(line)
        return lines

    whole, page = sum(widths), landscape(A4)
    canvas = Canvas(str(target), pagesize=page, initialFontName=REGULAR)
    canvas.setFont(REGULAR, SIZE)
    y = page[1] - MARGIN
    for row in rows:
        cells = [wrapped(text, (widths[n] if len(row) > 1 else whole) - 2 * PAD) for n, text in enumerate(row)]
        high = max(map(len, cells)) * LEADING + 2 * PAD
        if y - high < MARGIN:
            canvas.showPage()
            canvas.setFont(REGULAR, SIZE)
            y = page[1] - MARGIN
        x = MARGIN
        for n, lines in enumerate(cells):
            for place, line in enumerate(lines):
                canvas.drawString(x + PAD, y - PAD - (place + 1) * LEADING, line)
            x += widths[n]
        y -= high
    canvas.save()
