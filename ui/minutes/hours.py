"""Times of day as they are typed in a hurry: 1530, 15.30, 9, 15:30 h."""

from __future__ import annotations

import re

from db.records.meetings import is_hour

__all__ = ("hour_typed", "is_hour")

_HOUR = re.compile(r"(\d{1,2})\D?(\d{2})?\D*")


def hour_typed(text: str) -> str:
    """The time as it is stored (15:30); "" where nothing was typed, the text itself where it says none."""
    text = text.strip()
    found = _HOUR.fullmatch(text)
    if not text or found is None:
        return text
    whole = text if text.isdigit() and len(text) == 4 else ""
    made = f"{whole[:2]}:{whole[2:]}" if whole else f"{int(found[1]):02}:{found[2] or '00'}"
    return made if is_hour(made) else text
