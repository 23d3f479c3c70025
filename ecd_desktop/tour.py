"""The main job from end to end without a window, for a machine with no display and for a bundle's self-test.

A new database with the example portfolio, a matrix imported into it, a department's workbook, the PDFs and a
picture of the window; each file's place is said.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from ecd_desktop import cli, issuing, paths
from ecd_desktop.calendar import clock, now_utc, today
from ecd_desktop.language import _, current
from ecd_desktop.settings import Settings

SAMPLE = "matriz_compromisos_2026.xlsx"
DEPARTMENT = "EMAPE"

Say = Callable[[str], None]


def main_job(settings: Settings, shoot: cli.Shoot, *, folder: Path | None = None, say: Say = cli.say) -> int:
    """Do the main job in a new folder (by default in the person's documents) and say where each file is."""
    stamp = now_utc().strftime("%Y%m%d-%H%M%S")
    folder = paths.made(folder or paths.documents() / "ECD Desktop" / (_("example") + f"-{stamp}"))
    say(_("There is no display here, so the main job is done without a window."))
    for words, path in _made(folder, settings, shoot):
        say(f"  {words}: {path}")
    say(
        _("Everything in these files is invented (DATOS FICTICIOS). With a display, the same command opens the window.")
    )
    return 0


def _made(folder: Path, settings: Settings, shoot: cli.Shoot) -> Iterator[tuple[str, Path]]:
    from db.queries import cases
    from db.queries.listing import Ask
    from ecd_desktop.exchange import export, importing
    from ecd_desktop.services import databases, example, places

    database = folder / "ecd.db"
    store = databases.open_database(str(database), who=_("Example"), machine="")
    try:
        example.load(store)
        with as_file(files("resources") / "samples" / SAMPLE) as sample:
            result = importing.apply(store, importing.propose(importing.open_file(sample)))
        yield _("Database"), database
        yield _("Imported into it ({n} rows)").format(n=result.rows), Path(SAMPLE)
        with store.reading() as session:
            calendar = places.office_calendar(session)
            matter = cases.LISTING.all(session, Ask(clock=clock(today(), calendar)))[0]
        workbook = folder / (_("commitments-{unit}").format(unit=DEPARTMENT) + ".xlsx")
        export.export_action_items(
            store, unit=DEPARTMENT, path=workbook, clock=clock(today(), calendar), calendar=calendar, language=current()
        )
        yield _("Workbook for {unit}").format(unit=DEPARTMENT), workbook
        for words, name, wanted in (
            (_("Commitment matrix"), _("matrix"), issuing.Wanted("commitments")),
            (_("Progress report"), _("progress"), issuing.Wanted("progress")),
            (_("Case sheet {code}").format(code=matter.code), matter.code, issuing.Wanted("case", code=matter.code)),
        ):
            target = folder / f"{name}.pdf"
            issuing.write(target, issuing.collect(store, wanted), settings, issued_by=store.who)
            yield words, target
    finally:
        store.close()
    shots = argparse.Namespace(
        out=folder, theme="light", language=current(), size=(1366, 768), database=str(database), only="action_items"
    )
    shoot(shots)
    yield _("Picture of the window"), next(folder.glob("*.png"))


def self_test(shoot: cli.Shoot) -> int:
    """Everything a bundle must be able to do, in a folder that is thrown away; 0 when all of it works."""
    started = time.monotonic()
    with _throwaway() as folder:
        settings = Settings(path=folder / "settings.toml")
        main_job(settings, shoot, folder=folder, say=cli.say)
        made = {path.suffix for path in folder.iterdir() if path.is_file() and path.stat().st_size}
        missing = {".db", ".xlsx", ".pdf", ".png"} - made
    sys.stdout.write(f"self-test: {'failed' if missing else 'passed'} in {time.monotonic() - started:.1f} s\n")
    return 1 if missing else 0


@contextmanager
def _throwaway() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="ecd-self-test-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
