"""Where the program begins: arguments, paths, settings, language, log; then a command or the window."""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; gives its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["--read-workbook"]:  # the guarded child of a frozen program: nothing else is loaded
        from ecd_desktop.exchange import reader_child

        return reader_child.main(arguments[1:])
    if arguments[:1] == ["--check-spelling"]:  # likewise
        from ecd_desktop import spelling_child

        return spelling_child.main()
    _write_any_letter()
    if arguments[:1] == ["--self-test"]:
        from ecd_desktop import tour

        return tour.self_test(_shoot)

    from ecd_desktop import cli, identity, language, log, paths
    from ecd_desktop.errors import Expected, Usage, sentence
    from ecd_desktop.settings import Settings

    settings = Settings.load()
    language.use(None if settings.language == "system" else settings.language)
    log.start(paths.logs())
    try:
        arguments, file = cli.file_given(arguments)
        args = cli.parser().parse_args(arguments)
        if args.verb:
            for problem in settings.problems:  # the window shows them as notices
                sys.stderr.write(f"{problem}\n")
            return cli.run(args, settings, _shoot)
        from ui import application, wiring

        if not application.has_display():
            from ecd_desktop import tour

            return tour.main_job(settings, _shoot)
        person = identity.person(as_person=args.as_person or "", chosen=settings.person_name)
        code: int = wiring.run(settings, person, database=args.database, file=file)
        return code
    except Usage as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except Exception as error:
        from db.errors import Refused

        sys.stderr.write(" ".join(filter(None, sentence(error))) + "\n")
        if not isinstance(error, Expected | Refused | OSError):
            # a traceback would show what it choked on: names, a password; the report says only where
            sys.stderr.write(f"{log.unexpected(error)}\n")
        return 1
    finally:
        log.stop()


def _write_any_letter() -> None:
    """Let “→” and “ñ” out wherever they go: Windows would give a file its old code page, which cannot hold them.

    A windowed bundle on Windows has no streams at all: what it says there goes nowhere (``ecd`` has a console).
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as the program
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _shoot(args: object) -> int:
    from ui import screenshots

    code: int = screenshots.render(args)
    return code


if __name__ == "__main__":
    sys.exit(main())
