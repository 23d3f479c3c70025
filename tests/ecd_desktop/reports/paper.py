"""Reading a PDF back: its words, the sizes they are printed in, its fonts, its bookmarks, its grey."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import Destination


def squeezed(text: str) -> str:
    """Text without spaces and line breaks: how it was wrapped does not matter."""
    return "".join(text.split())


def pages(path: Path) -> list[str]:
    """The text of each page, in the order in which it was drawn."""
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def lines(path: Path) -> list[list[str]]:
    """The same by another reader, twenty times slower, that puts what stands apart in lines of its own."""
    return [page.extract_text().splitlines() for page in PdfReader(path).pages]


def words(path: Path) -> str:
    return squeezed("".join(pages(path)))


def sizes(path: Path) -> set[float]:
    """Sizes in points of all text that is not blank, as it stands on the paper."""
    found: set[float] = set()

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip():
            found.add(round(abs(size * tm[3] * cm[3]), 3))

    for page in PdfReader(path).pages:
        page.extract_text(visitor_text=visit)
    return found


def fonts(path: Path) -> dict[str, bool]:
    """Every font of the file, forms included, and whether it is embedded."""
    found: dict[str, bool] = {}

    def walk(resources: Any) -> None:
        for font in (resources.get("/Font") or {}).values():
            font = font.get_object()
            name = str(font["/BaseFont"])
            descriptor = font.get("/FontDescriptor")
            found[name] = descriptor is not None and "/FontFile2" in descriptor.get_object()
        for form in (resources.get("/XObject") or {}).values():
            form = form.get_object()
            if "/Resources" in form:
                walk(form["/Resources"].get_object())

    for page in PdfReader(path).pages:
        walk(page["/Resources"].get_object())
    return found


def bookmarks(path: Path) -> list[tuple[int, str]]:
    """(level, title) of the outline, in order."""

    def walk(entries: list[Any], level: int) -> Iterator[tuple[int, str]]:
        for entry in entries:
            if isinstance(entry, Destination):
                yield level, str(entry.title)
            else:
                yield from walk(entry, level + 1)

    return list(walk(PdfReader(path).outline, 0))
