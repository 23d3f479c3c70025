"""Reports as PDF against the same text wrapped and drawn on a bare canvas: a matrix of 1,000 rows, an acta of two
pages, then each report of 20,000 action items, from the question to the file and to its first pages."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench import portfolio
from tests.bench.measuring import Aim, Answer, Bench, Line, timed

if TYPE_CHECKING:
    from db.queries.action_items import ActionItemRow
    from db.store import Store

ROWS = 1_000
ITEMS = 20_000
SIXTY = 1_400
"""Action items whose informe has sixty pages."""
REPORTS = {
    "matrix by unit": ("commitments", "unit"), "matrix by project": ("commitments", "project"),
    "matrix by meeting": ("commitments", "meeting"), "informe": ("progress", "unit"),
}  # fmt: skip
FIRST = 3  # pages
WAIT, GLANCE = Aim(5_000, "ms"), Aim(2_000, "ms")
MARGIN, PAD, SIZE, LEADING = 36.0, 3.0, 8.0, 10.2


def measure(bench: Bench) -> list[Line]:
    """Each round is a fresh child; what is imported and warmed up is not counted."""
    found = bench.compare(
        {name: (f"printing:{name}", {"folder": str(bench.folder)}) for name in ("floor", "ours")}
    )  # fmt: skip
    what = f"matrix of {ROWS} rows"
    lines = [Line("pdf", what, found["ours"]["write"], found["floor"]["write"], Aim(2, "×"))]
    found = bench.compare(
        {name: (f"printing:{name}", {"folder": str(bench.folder)}) for name in ("acta", "acta_floor")}
    )  # fmt: skip
    lines.append(Line("pdf", "acta of 12 people and 9 agreements", found["acta"]["write"], found["acta_floor"]["write"],
                      Aim(1_000, "ms")))  # fmt: skip
    arguments = {"database": str(portfolio.database(bench.folder, SIXTY)), "name": "informe"}
    found = bench.compare({part: (f"printing:{part}", arguments) for part in ("bare", "whole")})
    lines.append(Line("pdf", "informe of 60 pages, with the query", found["whole"]["whole"], found["bare"]["write"],
                      Aim(3, "×")))  # fmt: skip
    database = str(portfolio.database(bench.folder, ITEMS))
    for name in REPORTS:
        arguments = {"database": database, "name": name}
        rounds = min(bench.rounds, 3)
        found = bench.compare({part: (f"printing:{part}", arguments) for part in ("bare", "whole")}, rounds=rounds)
        of = f"{name} of {ITEMS}"
        lines.append(Line("pdf", f"{of}, with the query", found["whole"]["whole"], found["bare"]["write"], WAIT))
        lines.append(Line("pdf", f"{of}, first pages", found["whole"]["first"], None, GLANCE))
    arguments = {"database": database, "name": "matrix by unit", "known": True}
    found = bench.compare({"known": ("printing:whole", arguments)}, rounds=min(bench.rounds, 3))
    return [*lines, Line("pdf", f"matrix of {ITEMS} as it was known", found["known"]["whole"], None, WAIT)]


def whole(database: str, name: str, known: bool = False) -> Answer:
    """A child: a report as the window asks for it; its first pages, then all of them, each with what is read for it."""
    from ecd_desktop import issuing
    from ecd_desktop.calendar import now_utc
    from ecd_desktop.reports.page import Watch
    from ecd_desktop.settings import Settings

    store, settings = opened(database), Settings(path=Path(database).with_suffix(".toml"))
    target = Path(database).with_name("report.pdf")
    what, group_by = REPORTS[name]

    def make(first: int | None) -> None:
        wanted = issuing.Wanted(what, group_by=group_by, known=now_utc() if known else None)
        material = issuing.collect(store, wanted)
        issuing.write(target, material, settings, issued_by="Medición", language="es", watch=Watch(first=first))

    make(FIRST)
    found = {"first": timed(lambda: make(FIRST)), "whole": timed(lambda: make(None))}
    store.close()
    return found


def bare(database: str, name: str) -> Answer:
    """A child: what the report's longest table says, drawn on a bare canvas."""
    from ecd_desktop import issuing
    from ecd_desktop.reports import commitments, progress_chapters
    from ecd_desktop.settings import Settings

    store, settings = opened(database), Settings(path=Path(database).with_suffix(".toml"))
    what, group_by = REPORTS[name]
    material = issuing.collect(store, issuing.Wanted(what, group_by=group_by))
    store.close()
    target = Path(database).with_name("said.pdf")
    widths, cells = overheard(
        commitments if what == "commitments" else progress_chapters,
        lambda: issuing.write(target, material, settings, issued_by="Medición", language="es"),
    )
    draw(target, widths, cells[:20])
    return {"write": timed(lambda: draw(target, widths, cells))}


def opened(database: str) -> "Store":
    """A copy of the database, open."""
    from ecd_desktop.services import databases

    path = Path(database).with_name("printing.db")
    shutil.copyfile(database, path)
    return databases.open_database(str(path), who="Medición")


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


def acta(folder: str) -> Answer:
    """A child: an acta of two pages, ready to be signed."""
    from ecd_desktop.reports import minutes
    from tests.ecd_desktop.reports import invented, meetings

    target, told = Path(folder) / "acta.pdf", meetings.meeting()

    def make() -> None:
        assert minutes.write(target, told, head=invented.head(), language="es").pages == 2

    make()
    return {"write": timed(make)}


def acta_floor(folder: str) -> Answer:
    """A child: what the acta says, line under line on a bare canvas."""
    from ecd_desktop.reports import minutes
    from ecd_desktop.reports.page import PORTRAIT
    from tests.ecd_desktop.reports import invented, meetings, paper

    target, source = Path(folder) / "bare_acta.pdf", Path(folder) / "acta_said.pdf"
    minutes.write(source, meetings.meeting(), head=invented.head(), language="es")
    cells = [[line] for page in paper.pages(source) for line in page.splitlines()]
    draw(target, [PORTRAIT.room], cells)
    return {"write": timed(lambda: draw(target, [PORTRAIT.room], cells))}


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
    """What the matrix says, cell by cell, with the widths of its columns."""
    from ecd_desktop.reports import commitments

    return overheard(commitments, lambda: write(target, rows))


def overheard(module: Any, work: Callable[[], object]) -> tuple[list[float], list[list[str]]]:
    """The longest table that a report's module writes: widths of its columns, and its cells."""
    from ecd_desktop.reports import tables

    heard: list[tuple[Sequence[Any], list[Any]]] = []

    class Overheard(tables.Table):
        def __init__(self, columns: Sequence[Any], rows: Any, **more: Any) -> None:
            heard.append((columns, list(rows)))
            super().__init__(columns, heard[-1][1], **more)

    module.Table = Overheard
    work()
    module.Table = tables.Table
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
