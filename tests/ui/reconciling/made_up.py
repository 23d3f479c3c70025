"""Reviews that nobody sent: files and points as the services make them, for what only shows them."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from ecd_desktop.review import BASE, OURS, THEIRS, File, Kind, Option, Point, Review

LONG = (
    "Pintar los cruces peatonales frente al colegio ficticio y la losa deportiva, con pintura de tráfico, en los dos "
    "sentidos de la avenida."
)
CHANGED = LONG.replace("en los dos sentidos", "en el sentido norte")


def file(n: int = 1, sender: str = "EMAPE") -> File:
    came = datetime(2026, 11, 22, 15, tzinfo=UTC)
    return File(uuid.UUID(int=n), f"Compromisos {sender}.xlsx", "workbook", sender, came, "Prueba Ficticia",
                datetime(2026, 11, 9, 15, tzinfo=UTC), "2026-11-21", 50)  # fmt: skip


def ways(base: str, ours: str, theirs: str, refused: str = "") -> tuple[Option, ...]:
    return (Option(BASE, "When it left", base), Option(OURS, "Here now", ours, "Lucía · 16 nov"),
            Option(THEIRS, "In the file", theirs, "Compromisos!F12", refused))  # fmt: skip


def point(n: int = 1, kind: Kind = Kind.DECIDE, *, of: File | None = None, answer: str = "",
          options: Sequence[Option] | None = None, field: str = "progress", **more: Any) -> Point:  # fmt: skip
    told: dict[str, Any] = {"label": "Progress (%)", "at": f"Compromisos!H{n}", "editable": True, **more}
    return Point(
        f"p{n}", (of or file()).id, kind, "action_items", uuid.UUID(int=1_000 + n), f"COM-2026-{n:03d}",
        f"Compromiso ficticio número {n}", field, options=tuple(ways("40 %", "47 %", "55 %") if options is None
                                                                else options),
        answer=answer, **told,
    )  # fmt: skip


def review(points: Sequence[Point], *files: File) -> Review:
    return Review(files or (file(),), tuple(points))
