"""What a responsible reported between two meetings, in words: for the window and for the acta."""

from db.queries.reported import Reported
from ecd_desktop.language import _, format_date, format_percent


def report_words(one: Reported) -> str:
    """«Reported on 09/11/2026 by Noemí Coaquira: 60 %. The tiles came.»; what is missing is left out."""
    places = {"day": format_date(one.on), "who": one.by, "progress": format_percent(one.progress, 0)}
    said = _("Reported on {day} by {who}: {progress}.") if one.by else _("Reported on {day}: {progress}.")
    return " ".join(filter(None, (said.format(**places), " ".join(one.body.split()))))
