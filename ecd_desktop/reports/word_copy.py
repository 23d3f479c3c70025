"""The draft of an acta as HTML for a word processor, and as plain text: its sections, tables whole, escaped."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count

from db.queries.meeting_papers import MeetingPaper
from ecd_desktop.language import _, current, in_language
from ecd_desktop.reports import acta, markdown
from ecd_desktop.reports.formulas import closing, confidentiality, roman
from ecd_desktop.reports.letterhead import Head
from ecd_desktop.reports.tables import Cell, Lit

_TABLE = (
    "<table border='1' cellpadding='4' cellspacing='0' width='100%' "
    "style='width:100%;border-collapse:collapse;border:1px solid #7a8594'>"
)
_BARE = "<table border='0' cellpadding='3' cellspacing='0' width='100%' style='width:100%;border-collapse:collapse'>"
_HEADING = "<th align='left' valign='top' bgcolor='#e4e9f1'{wide}>{said}</th>"
_ROOM = 168.0  # mm between the margins of a sheet
_SAMPLES = {"COM-2026-0000": 30.0, "→30/08/2028": 26.0, "30/08/2028": 24.0}  # mm of what stands on one line


@dataclass(frozen=True, slots=True)
class Copied:
    """The same draft twice: for what takes HTML, and for what takes text alone."""

    html: str
    plain: str


def draft(paper: MeetingPaper, *, head: Head, language: str | None = None) -> Copied:
    """A meeting's acta to be worked on elsewhere.

    It is a draft that circulates: identity documents are left to be written by hand, whatever is known of them.
    """
    bare = tuple(replace(one, document="") for one in paper.attendees)
    paper = replace(paper, attendees=bare)
    with in_language(language):
        told = list(acta.sections(paper, shown=text_of))
        return Copied(_html(paper, head, told), _plain(paper, head, told))


def text_of(words: str) -> str:
    """The words in any alphabet, without what is no character: controls, halves of pairs, turns of direction.

    What else cannot be seen stays: it joins pictures, and parts of letters.
    """
    words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\u2028", "\n")
    words = words.replace("\u2029", "\n").replace("\t", "    ")
    return unicodedata.normalize("NFC", "".join(char for char in words if _is_text(char)))


def _is_text(char: str) -> bool:
    code = ord(char)
    if char == "\n":
        return True
    turned = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
    nothing = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return not (turned or nothing or unicodedata.category(char) in ("Cc", "Cs"))


def _escaped(words: str) -> str:
    """Text as it stands in HTML, its lines as lines, its rows of spaces as they are."""
    return html.escape(text_of(words)).replace("  ", "\u00a0 ").replace("\n", "<br>")


# --- HTML ----------------------------------------------------------------------------------------------------------


def _html(paper: MeetingPaper, head: Head, told: Iterable[acta.Section]) -> str:
    number = map(roman, count(1))
    begun = (
        f"<html lang='{current()}'><head><meta charset='utf-8'><title>{_escaped(paper.name)}</title>"
        "<style>body,td,th,p,h1,h2,h3{font-family:Calibri,Carlito,sans-serif;font-size:10.5pt} p{margin:0 0 4pt 0}"
        " h1{font-size:14pt;text-align:center} h2{font-size:11.5pt;color:#1f3a6e;margin:10pt 0 4pt 0}"
        " h3{font-size:10.5pt;margin:6pt 0 2pt 0} tr{page-break-inside:avoid}</style></head><body>"
    )
    made = [begun]
    for words in _over(head):
        made.append(f"<p align='center' style='text-align:center'>{_escaped(words)}</p>")
    name, end = _("Minutes of the meeting").upper(), _("Closing")
    made.append(f"<h1>{_escaped(name)}</h1>")
    made.append(f"<p align='center' style='text-align:center'><b>{_escaped(_theme(paper))}</b></p>")
    for section in told:
        made.append(f"<h2>{next(number)}. {_escaped(section.title)}</h2>")
        made += [said for part in section.parts for said in _part(part)]
    made.append(f"<h2>{next(number)}. {_escaped(end)}</h2><p>{_escaped(closing(paper))}</p>")
    made += [_signatures(acta.signers(paper)), f"<p><small>{_escaped(_foot(paper, head))}</small></p></body></html>"]
    return "\n".join(made)


def _part(part: acta.Part) -> Iterator[str]:
    match part:
        case acta.Facts():
            rows = "".join(
                f"<tr><td width='30%' valign='top'>{_escaped(name)}</td><td valign='top'>{_escaped(said)}</td></tr>"
                for name, said in part.pairs
                if said
            )
            yield f"{_TABLE}{rows}</table>" if rows else ""
        case acta.Grid():
            yield _grid(part)
        case acta.Said():
            yield f"<p>{_escaped(part.words)}</p>"
        case acta.Notes():
            for block in part.blocks:
                said = _escaped(block.text) if part.plain else markdown.inline(block.text, _escaped)
                if block.part is markdown.Part.HEADING:
                    yield f"<h3>{said}</h3>"
                elif block.part is markdown.Part.ITEM:
                    yield f"<p style='margin-left:{14 * (block.depth + 1)}pt'>{_escaped(block.mark)} {said}</p>"
                else:
                    yield f"<p>{said}</p>"


def _grid(grid: acta.Grid) -> str:
    """A table with a heading that is repeated on every page it takes."""
    known = [_SAMPLES.get(one, 24.0) if isinstance(one, str) else float(one) for one in grid.widths]
    rest = _ROOM - sum(known)
    shares = [f" width='{round(100 * (wide or rest) / _ROOM)}%'" for wide in known]
    titles = zip(grid.titles, shares, strict=True)
    heading = "".join(_HEADING.format(wide=wide, said=_escaped(title)) for title, wide in titles)
    rows = "".join(
        "<tr>" + "".join(f"<td valign='top'>{_escaped(_words(cell))}</td>" for cell in row.cells) + "</tr>"
        for row in grid.rows
    )
    return f"{_TABLE}<thead><tr>{heading}</tr></thead><tbody>{rows}</tbody></table>"


def _signatures(signers: list[acta.Signer]) -> str:
    cells = [
        "<td width='50%' valign='bottom'><br><br>" + "_" * 34 + f"<br><b>{_escaped(one.name)}</b><br>"
        f"{_escaped(one.said)}{'<br>' if one.said else ''}{_escaped(one.document)}</td>"
        for one in signers
    ]
    cells += ["<td></td>"] * (len(cells) % 2)
    rows = "".join(f"<tr>{''.join(cells[n : n + 2])}</tr>" for n in range(0, len(cells), 2))
    return f"{_BARE}{rows}</table>"


def _words(cell: Cell) -> str:
    """A cell's text; a light is its letter, as word processors have no octagons."""
    if not isinstance(cell, Lit):
        return cell
    return " ".join(filter(None, (f"[{cell.light.letter}]" if cell.light and cell.light.letter else "", cell.text)))


def _over(head: Head) -> list[str]:
    lines = [f"“{said}”" for said in (head.decade, head.year_name) if said]
    return lines + [said for said in (head.entity, head.organ, head.unit) if said]


def _theme(paper: MeetingPaper) -> str:
    return " · ".join(filter(None, (paper.name, paper.subject)))


def _foot(paper: MeetingPaper, head: Head) -> str:
    said = (_("DRAFT, not issued"), _("Code: {code}").format(code=paper.code), confidentiality(paper, head))
    return " · ".join(filter(None, (*said, "DATOS FICTICIOS" if head.fictitious else "")))


# --- plain text ----------------------------------------------------------------------------------------------------


def _plain(paper: MeetingPaper, head: Head, told: Iterable[acta.Section]) -> str:
    """The same as lines; cells of a row are parted by tabs."""
    number = map(roman, count(1))
    lines = [*_over(head), "", _("Minutes of the meeting").upper(), _theme(paper)]
    for section in told:
        lines += ["", f"{next(number)}. {section.title}"]
        for part in section.parts:
            lines += _lines(part)
    lines += ["", f"{next(number)}. " + _("Closing"), closing(paper), ""]
    lines += ["\t".join(filter(None, (one.name, one.said, one.document))) for one in acta.signers(paper)]
    return "\n".join(text_of(line) if "\t" not in line else _tabbed(line) for line in [*lines, "", _foot(paper, head)])


def _lines(part: acta.Part) -> Iterator[str]:
    match part:
        case acta.Facts():
            yield from (f"{name}: {said}" for name, said in part.pairs if said)
        case acta.Said():
            yield part.words
        case acta.Grid():
            yield "\t".join(part.titles)
            for row in part.rows:
                yield "\t".join(" ".join(_words(cell).split()) for cell in row.cells)
        case acta.Notes():
            yield from (" ".join(filter(None, (block.mark, block.text))) for block in part.blocks)


def _tabbed(line: str) -> str:
    return "\t".join(" ".join(text_of(cell).split()) for cell in line.split("\t"))
