"""Pictures of a foreign table that is merged by a key, with rows that nobody can guess."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from db.queries.records import by_code
from db.records import ActionItem

if TYPE_CHECKING:
    from ui.screenshots import Studio

HEAD = "Código;Compromiso;Plazo;Avance;Observaciones;Medio de verificación"


def keyed() -> Iterator[tuple[str, Callable[[Studio], None]]]:
    """(name, how the window comes to show it), in their order."""
    yield "importing-7-key", _columns
    yield "importing-8-key-preview", _preview
    yield "importing-9-key-questions", _questions


def _columns(studio: Studio) -> None:
    """Known by their code; one of them twice, one without."""
    codes = [f"COM-2026-{n:03d}" for n in range(1, 9)]
    texts: dict[str, str] = {}

    def read(session: Any) -> None:
        for code in codes:
            found = by_code(session, code)
            if found is not None:
                texts[code] = session.get(ActionItem, found[1]).description

    studio.window.here.read(read, lambda _none: None)
    studio.rest()
    rows = [f"{code};{text};;{20 + 5 * n}%;;Oficio ficticio {n}" for n, (code, text) in enumerate(texts.items())]
    rows += [f"{codes[0]};{texts.get(codes[0], '')};;90%;Otra fila;", ";Podar los árboles de la alameda;;0%;;"]
    path = studio.folder / "avance de la gerencia.csv"
    path.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    page = studio.go("importing")
    page.begin_again(ask=False)
    page.take_file(path)
    studio.rest()
    page.go_on()
    page.job.choose(key="code")
    studio.rest()
    page.job.choose_way("remarks", "always")
    studio.rest()
    page.job.choose_way("expected_evidence", "fill")
    studio.rest()


def _preview(studio: Studio) -> None:
    page: Any = studio.window.page()
    page.go_on()
    studio.rest()


def _questions(studio: Studio) -> None:
    page: Any = studio.window.page()
    page.preview.tabs.setCurrentIndex(1)
    studio.rest()
