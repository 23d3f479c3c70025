"""What the command `receive` takes, and what it says when it is done."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecd_desktop.errors import Usage
from ecd_desktop.language import _, ngettext
from ecd_desktop.settings import Settings

if TYPE_CHECKING:
    from db.fields import Key
    from db.store import Store
    from ecd_desktop.review import Applied, Point, Review

PREFER = ("ask", "ours", "theirs")


def declare(receive: argparse.ArgumentParser) -> None:
    """Tell a parser the arguments."""
    receive.add_argument("files", type=Path, nargs="+", metavar="FILE")
    receive.add_argument("--apply", action="store_true", help=_("take over what is clear; without it only say what is"))
    receive.add_argument(
        "--prefer", choices=PREFER, help=_("what counts where both sides changed it; by default it is left open")
    )
    receive.add_argument(
        "--receipt", type=Path, metavar="FILE", help=_("what the sender is told, as PDF or workbook; of one file")
    )
    receive.add_argument("--json", action="store_true")


def check(args: argparse.Namespace) -> None:
    """Raise Usage for arguments that do not go together."""
    if args.prefer and not args.apply:
        raise Usage(_("--prefer says how to take over: it needs --apply."))
    if args.receipt is not None and len(args.files) > 1:
        raise Usage(_("--receipt is of one file: receive them one by one."))
    if args.receipt is not None and not args.apply:
        raise Usage(_("--receipt says what was taken over: it needs --apply."))


def carry_out(store: Store, args: argparse.Namespace, settings: Settings, opened: Sequence[Any]) -> Iterator[str]:
    """Receive, and say what is to review, or take it over, and say what was done. Raises Expected."""
    from ecd_desktop import receipt_files, receiving
    from ecd_desktop.review import OURS, THEIRS, Kind
    from ecd_desktop.services import reconciling

    taken_in = [receiving.take_in(store, one) for one in opened]
    files = list(dict.fromkeys(one.file for one in taken_in if one.file is not None))
    if args.prefer in ("ours", "theirs"):
        way = OURS if args.prefer == "ours" else THEIRS
        reconciling.answer_all(store, answer=way, files=files, kind=Kind.DECIDE)
    seen = reconciling.review(store, files)
    done = reconciling.apply(store, files) if args.apply else None
    receipt = args.receipt if files else None  # nothing was told by a copy in which nothing was changed
    if receipt is not None:
        told = receipt_files.collect(store, files[0], settings)
        receipt_files.write(receipt, told, settings, issued_by=store.who)
    if args.json:
        yield json.dumps(as_json(seen, done), ensure_ascii=False)
        return
    yield from (one.sentence for one in taken_in)
    yield from told_in_words(seen, done)
    if receipt is not None:
        yield _("The receipt is in {path}.").format(path=receipt)


def read(files: Sequence[Path]) -> list[Any]:
    """The files as read; nothing is received where one of them cannot be. Raises Expected."""
    from ecd_desktop import receiving

    return [receiving.read(path) for path in files]


def as_json(seen: Review, done: Applied | None) -> dict[str, Any]:
    """Counts at the top level, and the points behind them; what was a question and was answered is a conflict."""
    from ecd_desktop.review import OURS, Kind

    lists: dict[str, list[Point]] = {
        "changed": [one for one in seen.points if one.kind is Kind.CLEAN],
        "conflicts": list(seen.of(Kind.DECIDE)), "new": list(seen.of(Kind.NEW)),
        "removals": list(seen.of(Kind.REMOVAL)), "unreadable": list(seen.of(Kind.UNREADABLE)),
        "missing": list(seen.of(Kind.MISSING)), "held": list(seen.of(Kind.HELD)),
    }  # fmt: skip
    names: dict[Key, str] = {file.id: file.name for file in seen.files}
    told: dict[str, Any] = {name: len(points) for name, points in lists.items()}
    told |= {
        "same": sum(file.same for file in seen.files),
        "files": [
            {"name": file.name, "sender": file.sender, "rows": file.rows, "same": file.same, "unsure": file.unsure}
            for file in seen.files
        ],
        "points": {name: [_point(one, names) for one in points] for name, points in lists.items()},
        "taken": sum(one.answer not in ("", OURS) for one in seen.points),
        "applied": None,
    }  # fmt: skip
    if done is not None:
        told["applied"] = {
            "written": done.written, "left": done.left, "asked_again": done.again,
            "renumbered": dict(done.renumbered),
        }  # fmt: skip
    return told


def _point(one: Point, names: dict[Key, str]) -> dict[str, Any]:
    return {
        "file": names[one.file], "code": one.code, "about": one.words, "field": one.field, "label": one.label,
        "at": one.at, "note": one.note, "reason": one.reason, "answer": one.answer,
        "options": [
            {"value": option.value, "shown": option.shown, "hint": option.hint, "refused": option.refused}
            for option in one.options
        ],
    }  # fmt: skip


def told_in_words(seen: Review, done: Applied | None) -> Iterator[str]:
    """The points, kind by kind, and what was done."""
    from ecd_desktop.review import Kind

    for kind in Kind:
        points = seen.of(kind)
        if points:
            yield _("{heading} ({n})").format(heading=_(kind.label), n=len(points)) + ":"
        for one in points:
            values = " | ".join(f"{option.label}: {option.shown or '—'}" for option in one.options)
            yield "    " + "  ".join(filter(None, (one.at, one.code, one.words, one.label, values, one.reason)))
    if not seen.points:
        yield _("There is nothing in it that is not here already.")
    if done is None:
        yield _("Nothing was written. Add --apply to write it.")
        return
    yield ngettext("{n} change was taken over.", "{n} changes were taken over.", done.written).format(n=done.written)
    if done.left:
        yield ngettext(
            "{n} question waits for an answer.", "{n} questions wait for an answer.", done.left
        ).format(n=done.left)
    for there, here in done.renumbered:
        yield _("{there} has the code {here} here.").format(there=there, here=here)


