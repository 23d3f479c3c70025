"""One e-mail as a file: a draft that a mail program opens (``X-Unsent``), with its attachments.  Nothing is sent."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP

from ecd_desktop.outgoing_text import one_line


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along; ``media`` as "application/pdf"."""

    data: bytes
    media: str
    name: str
    params: Mapping[str, str] = field(default_factory=dict)


def mail_file(
    *, subject: str, name: str, to: Sequence[str], text: str, attached: Sequence[Attachment] = ()
) -> bytes:  # fmt: skip
    """The bytes of an ``.eml``; ``name`` stands before each address of ``to``, which may be empty."""
    made = EmailMessage(policy=SMTP)
    made["X-Unsent"] = "1"
    made.set_content(text, charset="utf-8", cte="base64")
    for one in attached:
        main, _slash, sub = one.media.partition("/")
        made.add_attachment(one.data, maintype=main, subtype=sub, filename=one.name, params=dict(one.params) or None)
    # the library folds long words of headers so that they come back with blanks in them
    headers = [f"Subject: {_encoded(subject)}"]
    if to:
        named = _encoded(one_line(name, 120), phrase=True)
        headers.append("To: " + ",\r\n ".join(f"{named} <{one}>" for one in to))
    return "".join(f"{header}\r\n" for header in headers).encode("ascii") + made.as_bytes()


_PLAIN = re.compile(r"[A-Za-z0-9 ]{0,60}")
_PLAIN_TEXT = re.compile(r"[\x21-\x7e]+(?: [\x21-\x7e]+)*")


def _encoded(words: str, *, phrase: bool = False) -> str:
    """A header's words as ASCII (RFC 2047): as they are where nobody could misread them, else in encoded words."""
    plain = _PLAIN.fullmatch(words) if phrase else len(words) <= 65 and _PLAIN_TEXT.fullmatch(words)
    if plain and "=?" not in words:
        return words
    chunks, chunk = [], b""
    for character in words:
        more = character.encode()
        if len(chunk) + len(more) > 45:  # 75 characters is the most that an encoded word may have
            chunks.append(chunk)
            chunk = b""
        chunk += more
    chunks.append(chunk)
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(chunk).decode()}?=" for chunk in chunks)
