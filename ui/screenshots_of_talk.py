"""Pictures of what the window says and asks: errors, dialogs, typing in one line, copies, bad files, nothing found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecd_desktop import paths
from ecd_desktop.language import _, current

if TYPE_CHECKING:
    from ui.screenshots import Studio

Shown = tuple[str, Callable[["Studio"], "bool | None"]]
"""A picture's name, and how the window comes to show it."""

PLACES = ("reports", "exports", "search", "history", "bin")
PASTED = "Compromiso\tUnidad\tPlazo\nPintar el cruce\tGDU\t30/11/2026\nRevisar la rampa\tGRD\t31/02/2026\n"


def talk() -> Iterator[Shown]:
    """On the example: found and not found, typed, asked, refused, crashed."""
    yield "talk-palette-theme", lambda studio: _palette(studio, "tema" if current() == "es" else "theme")
    yield "talk-palette-nothing", lambda studio: _palette(studio, "> xyz")
    yield "talk-quick-add", _quick_add
    yield "talk-quick-add-names", _quick_add_names
    yield "talk-minutes", _minutes
    yield "talk-minutes-closing", _minutes_closing
    yield "talk-acta-issue", lambda studio: _acta(studio, "draft", "meetings.issue")
    yield "talk-acta-correct", _correct
    yield "talk-search-nothing", _search_nothing
    yield "talk-settings-search", _settings_search
    yield "talk-error", _error
    yield "talk-question", _question
    yield "talk-question-missing", _question_missing
    yield "talk-reminder", _reminder
    yield "talk-contact", lambda studio: _of(studio, "people", "contact")
    yield "talk-mail", lambda studio: _of(studio, "meetings", "mail_minutes", row=2)
    yield "talk-mail-invitation", lambda studio: _of(studio, "meetings", "mail_invitation")
    yield "talk-evidence", _evidence
    yield "talk-evidence-kept", _evidence_kept
    yield "talk-conflict", _conflict
    yield "talk-crash", _crash
    yield "talk-connect", _connect
    yield "talk-exports-sent", _sent
    yield "talk-pasted", _pasted
    yield "talk-import-refused", _import_refused
    yield "talk-import-people", lambda studio: _import(studio, "directorio_actores.xlsx")
    yield "talk-import-dates", _import_dates
    for section in ("person", "language", "appearance", "reports", "backups", "database"):
        yield f"talk-settings-{section}", lambda studio, section=section: _section(studio, section)
    yield "talk-restore-1-choose", _restore_choose
    yield "talk-restore-2-compare", _restore_go_on
    yield "talk-restore-3-done", _restore_go_on


def nothing_yet() -> Iterator[Shown]:
    """On an empty database: the places that hold no nouns."""
    for place in PLACES:
        yield f"empty-{place}", lambda studio, place=place: _go(studio, place)


def _go(studio: Studio, place: str) -> None:
    studio.go(place)
    studio.window.setFocus()
    studio.rest()


SPOKEN = """## 1. Sombra y cerco
Las vecinas piden **sombra antes de febrero**. Se muestran dos alternativas: toldo tensado o pérgola con enredadera.
- Toldo: 3 semanas, requiere anclaje en el muro medianero
- Pérgola: 7 semanas, mejor a largo plazo

ACUERDO Se instala el toldo en el sector norte como etapa 1.
COMPROMISO @EMAPE pide dos cotizaciones de toldo para el vie
RIESGO El muro medianero puede no resistir el anclaje.
COMPROMISO Consultar con legal sobre el cerco
"""
ANSWERED = "{} → 30/11 falta la firma de Logística\n"


def _minutes(studio: Studio) -> None:
    """A meeting with its minutes half written."""
    from ui.quick_add.overlay import overlay_of

    overlay_of(studio.window).shut()
    listed = studio.go("meetings")
    rows = [listed.model.row(key) for key in listed.model.keys[:40]]
    key = next((row.key for row in rows if row is not None and row.expected and not row.came), listed.model.keys[0])
    page = studio.go("minutes")
    page.open_record(key)
    studio.rest()
    old = [one.item.code for one in page.sheet.old]
    page.editor.show_text(SPOKEN + "".join(ANSWERED.format(code) for code in old[1:2]))
    studio.rest()
    page.look_changed()
    studio.rest()


def _minutes_closing(studio: Studio) -> None:
    """What is to be looked at before they are closed."""
    studio.window.registry["minutes.close"].trigger()
    studio.rest()


def _acta(studio: Studio, state: str, command: str) -> None:
    """What is said before minutes are issued."""
    page = studio.go("meetings")
    row = next(row for key in page.model.keys if (row := page.model.row(key)) is not None and row.state == state)
    page.table.select([row.key], row.key)
    studio.rest()
    studio.window.registry[command].trigger()
    studio.rest()
    studio.over = _dialog(studio)


def _correct(studio: Studio) -> None:
    """Minutes were issued, and the meeting was changed since."""
    from ecd_desktop.services import field_changes

    question: Any = studio.over
    question.give()
    studio.rest()
    studio.over = None
    page = studio.go("meetings")
    (key,) = page.selected()
    change = {"venue": "Centro de salud Loma Verde, segundo piso", "ends_at": "16:15"}
    studio.window.here.do(lambda store: field_changes.change_fields(store, "meetings", [key], change), say=False)
    studio.rest()
    studio.window.registry["meetings.correct"].trigger()
    studio.rest()
    studio.over = _dialog(studio)


def _palette(studio: Studio, text: str) -> None:
    studio.go("today")
    studio.window.finder.palette.begin(text)
    studio.rest()


def _quick_add(studio: Studio) -> None:
    """A commitment in one line, with what was understood under it."""
    from ui.quick_add.overlay import start

    studio.go("cases")
    typed = "Llamar a Obras @gdu vie #PRY-2026-003 !alta" if current() == "es" else (
        "Call Public Works @gdu fri #PRY-2026-003 !high")  # fmt: skip
    start(studio.window, typed)
    studio.rest()


def _quick_add_names(studio: Studio) -> None:
    """Who is meant: the names are offered."""
    from ui.quick_add.overlay import overlay_of, start

    overlay_of(studio.window).shut()
    start(studio.window, "Revisar la rampa @ge")
    studio.rest()


def _search_nothing(studio: Studio) -> None:
    _away(studio)
    page = studio.go("search")
    page.field.setText("xyz")
    studio.rest()
    page.show_only("")
    studio.rest()


def _settings_search(studio: Studio) -> None:
    page = studio.go("settings")
    page.field.setText("copia" if current() == "es" else "copies")
    studio.rest()


def _section(studio: Studio, section: str) -> None:
    from ecd_desktop.settings import Section

    page = studio.go("settings")
    page.show_section(Section(section))
    studio.rest()


def _error(studio: Studio) -> None:
    """A file that another program holds open."""
    studio.go("action_items")
    studio.window.failed(PermissionError(13, "", "matriz.xlsx"))
    studio.rest()


def _question(studio: Studio) -> None:
    """What a verb needs to know, beside the list."""
    page = studio.go("action_items")
    studio.window.errors.clear()
    page.table.select(page.model.keys[2:5])
    studio.rest()
    studio.window.registry["action_items.reschedule"].trigger()
    studio.over = _dialog(studio)
    studio.rest()


def _question_missing(studio: Studio) -> None:
    """Its button was pressed with nothing said."""
    question: Any = studio.over
    line = question.answers.editors["due_on"].line
    line.setText("31/02")
    line.setModified(True)  # as if it was typed
    question.give()
    studio.rest()


def _reminder(studio: Studio) -> None:
    """What somebody owes, as it is copied to be sent."""
    _away(studio)
    page = studio.go("people")
    owing = max(page.model.keys, key=lambda key: page.model.row(key).live_items)
    page.table.select([owing])
    _of(studio, "people", "remind", keep=True)


def _of(studio: Studio, place: str, verb: str, *, keep: bool = False, row: int = 0) -> None:
    """What a verb of a place asks, of its first record or of the one that is selected."""
    if studio.over is not None:
        _away(studio)
    page = studio.go(place)
    if not keep:
        page.table.select([page.model.keys[row]])
    studio.rest()
    studio.window.registry[f"{place}.{verb}"].trigger()
    studio.rest()
    studio.over = _dialog(studio)
    studio.rest()


def _evidence(studio: Studio) -> None:
    """A picture that was pasted: by which channel it came."""
    from ecd_desktop.evidence_files import read
    from ui.evidence import ask_evidence

    if studio.over is not None:
        _away(studio)
    page = studio.go("action_items")
    page.table.select([page.model.keys[0]])
    studio.rest()
    ask_evidence(studio.window.here, page.model.keys[0], [read(paths.resources() / "pictures" / "today-light-es.png")])
    studio.rest()
    studio.over = _dialog(studio)
    studio.rest()


def _evidence_kept(studio: Studio) -> None:
    """It stands with what was reported."""
    if studio.over is None:
        _evidence(studio)
    question: Any = studio.over
    studio.over = None
    question.give()
    studio.rest()
    page: Any = studio.window.page()
    page._show_detail(True)
    page.detail.show_tab(1)
    studio.rest()


def _conflict(studio: Studio) -> None:
    """Somebody wrote the same field meanwhile."""
    from db.merge import Conflict, Outcome, Wish

    _away(studio)
    page = studio.go("action_items")
    key = page.model.keys[0]
    wishes = (("description", "Pintar los cruces", "Pintar los tres cruces", "Pintar los cruces y la rampa"),
              ("remarks", None, "La pintura llegó", "Falta la pintura"))  # fmt: skip
    studio.window.conflicts(Outcome(conflicts=tuple(
        Conflict(Wish("action_items", key, field, base, value), now) for field, base, now, value in wishes
    )))  # fmt: skip
    studio.rest()
    studio.over = _dialog(studio)


def _crash(studio: Studio) -> None:
    _away(studio)
    report = "\n".join(("ECD Desktop 0.1.0", "KeyError", "  ui/today/screen.py:112 _answer", "  ui/here.py:88 answer"))
    studio.window.crashes._show(report)
    studio.rest()
    studio.over = _dialog(studio)


def _connect(studio: Studio) -> None:
    _away(studio)
    studio.program.ask_connect()
    studio.rest()
    studio.over = _dialog(studio)


def _sent(studio: Studio) -> None:
    """Three departments were sent to, what one of them has is late, and the others are ticked."""
    from datetime import timedelta

    from ecd_desktop import sending
    from ecd_desktop.calendar import clock

    _away(studio)
    page = studio.go("exports")
    here, folder = studio.window.here, studio.folder / "Matrices"

    def send(store: Any) -> None:
        for unit, days in (("EMAPE", 12), ("GDH", 0), ("SERPAR", 0)):
            now = clock(here.today - timedelta(days=days), here.calendar)
            sending.write_all(store, sending.collect(store, [unit], clock=now, calendar=here.calendar), folder)

    here.ask(send, then=lambda _none: page.refresh())
    studio.rest()
    page.refresh()
    studio.rest()
    if page.sent.rows:
        page.show_sent(next(iter(page.sent.rows)))
    studio.rest()


def _pasted(studio: Studio) -> None:
    """Rows from the clipboard, one of them with a day that does not exist."""
    from ecd_desktop.exchange import pasted
    from ecd_desktop.exchange.importing import Kind

    page = studio.go("importing")
    opened = pasted.opened(PASTED, "", kind=Kind.ACTION_ITEMS, name=_("Rows pasted at {time}").format(time="10:42"))
    page.take_rows(opened, Kind.ACTION_ITEMS.value)
    studio.rest()


def _import_refused(studio: Studio) -> None:
    """No workbook, though it is called one."""
    path = studio.folder / "matriz.xlsx"
    path.write_bytes(b"%PDF-1.7\n")
    _import(studio, path)


def _import(studio: Studio, name: str | Path) -> None:
    page = studio.go("importing")
    page.begin_again(ask=False)
    page.take_file(paths.resources() / "samples" / name)  # a whole path stays what it is
    studio.rest()


def _import_dates(studio: Studio) -> None:
    """A column whose days can be read in two ways, and one that is missing."""
    path = studio.folder / "fechas.csv"
    path.write_text("Compromiso;Plazo\nPintar el cruce;03/04/2026\nRevisar la rampa;05/06/2026\n", encoding="utf-8")
    _import(studio, path)
    page: Any = studio.window.page()
    page.go_on()
    studio.rest()


def _restore_choose(studio: Studio) -> None:
    """A copy in the second folder, to be put back."""
    from ecd_desktop.services import backups
    from ui.settings.restoring import RestoreDialog

    folder = paths.made(studio.folder / "USB")
    studio.program.settings.change(backup_folder=str(folder))
    studio.window.here.do(lambda store: backups.make(store, folder) and None, say=False)
    studio.rest()
    dialog = RestoreDialog(studio.window.here, None, studio.window)
    dialog.open()
    studio.over = dialog
    studio.rest()
    dialog.list.setCurrentItem(dialog.list.topLevelItem(0))
    studio.rest()


def _restore_go_on(studio: Studio) -> None:
    dialog: Any = studio.over
    dialog._go_on()
    studio.rest()


def _dialog(studio: Studio) -> Any:
    from PySide6.QtWidgets import QDialog

    return next((one for one in studio.window.findChildren(QDialog) if one.isVisible()), None)


def _away(studio: Studio) -> None:
    """The dialog that was painted is closed."""
    dialog: Any = studio.over
    studio.over = None
    if dialog is not None:
        dialog.reject()
        studio.rest()
