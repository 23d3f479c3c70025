"""Text that leaves for other people's programs: without control characters, in one line where a header wants one."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,190}[A-Za-z0-9])?")


def cleaned(text: str | None) -> str:
    """Any text with ``\\n`` between its lines and without what no reader may be sent: controls, byte order marks."""
    lines = _LINE_ENDS.sub("\n", text or "")
    return "".join(c for c in lines if c in "\n\t" or (unicodedata.category(c) not in ("Cc", "Cs") and c != "\ufeff"))


def one_line(text: str | None, most: int = 200) -> str:
    """The same in one line of at most ``most`` characters, the end told by «…»: nothing after it is a new header."""
    flat = " ".join(cleaned(text).split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def addresses(text: str | None) -> tuple[str, ...]:
    """The e-mail addresses in what somebody typed into such a field, each once; what is none is left out."""
    found: dict[str, str] = {}
    for word in re.split(r"[\s,;<>()\"]+", text or ""):
        bare = word.removeprefix("mailto:").strip("./:")
        domain = bare.rpartition("@")[2]
        if _ADDRESS.fullmatch(bare) and "." in domain and ".." not in bare:
            found.setdefault(bare.lower(), bare)
    return tuple(found.values())
