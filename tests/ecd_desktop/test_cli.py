"""The verbs without a window, as a schedule or an administrator calls them, on both databases."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ecd_desktop import paths
from ecd_desktop.__main__ import main
from ecd_desktop.services import databases

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
MATRIX = SAMPLES / "matriz_compromisos_2026.xlsx"
SECOND = SAMPLES / "matriz_compromisos_2026_segunda_edicion.xlsx"

Said = Callable[..., tuple[int, str, str]]

LOCAL = pytest.mark.parametrize("office_url", ["sqlite"], indirect=True)
"""What is read is the same on both databases, as other tests say; writing paper takes its time."""


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], office_url: str) -> Said:
    """``run("check")`` → exit code, stdout, stderr, on a fresh database with its reference data."""
    address = office_url.removeprefix("sqlite:///")

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(["--database", address, "--as-person", "Prueba Ficticia", *map(str, arguments)])
        said = capfd.readouterr()
        return code, said.out, said.err

    return call


def counts(out: str) -> dict[str, int]:
    told = json.loads(out)
    return {name: told[name] for name in ("rows", "new", "changed", "same", "duplicate", "refused", "skipped")}


def test_the_matrix_is_read_row_by_row_and_a_preview_writes_nothing(run: Said) -> None:
    code, out, _err = run("import", MATRIX, "--json")
    assert code == 0
    told = json.loads(out)
    assert counts(out) == {
        "rows": 29, "new": 25, "changed": 0, "same": 0, "duplicate": 1, "refused": 3, "skipped": 2,
    }  # fmt: skip
    assert [problem["cell"] for problem in told["problems"]] == ["J29", "H30", "E31"]
    assert all(problem["reason"] for problem in told["problems"])
    assert counts(run("import", MATRIX, "--json")[1])["new"] == 25


def test_the_same_matrix_twice_changes_nothing_and_the_second_edition_only_what_it_changed(run: Said) -> None:
    assert counts(run("import", MATRIX, "--json", "--apply")[1])["new"] == 25
    assert run("check")[0] == 0
    again = counts(run("import", MATRIX, "--json", "--apply")[1])
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 25)
    code, out, _err = run("import", SECOND, "--json", "--apply")
    assert code == 0
    second = counts(out)
    assert second == {"rows": 30, "new": 1, "changed": 2, "same": 23, "duplicate": 1, "refused": 3, "skipped": 0}
    changed = {
        line["text"][:20]: [change["cell"] for change in line["changes"]]
        for line in json.loads(out)["lines"]
        if line["outcome"] == "changed"
    }
    assert changed == {"Capacitar a 4 lidere": ["E22"], "Evaluar estabilidad ": ["I32"]}
    assert run("check")[0] == 0
    assert "2 changed" in run("undo")[1]
    assert counts(run("import", SECOND, "--json")[1])["changed"] == 2
    assert "25 new" in run("undo")[1]
    assert counts(run("import", MATRIX, "--json")[1])["new"] == 25
    assert run("check")[0] == 0


def test_the_directory_and_the_portfolio_are_read_too(run: Said) -> None:
    directory = counts(run("import", SAMPLES / "directorio_actores.xlsx", "--json", "--apply")[1])
    assert (directory["new"], directory["duplicate"], directory["refused"]) == (9, 1, 0)
    portfolio = counts(run("import", SAMPLES / "cartera_proyectos_2026.xlsx", "--json", "--apply")[1])
    assert (portfolio["new"], portfolio["refused"]) == (7, 0)
    assert run("check")[0] == 0


def test_identity_numbers_are_read_only_with_a_purpose_that_is_logged(run: Said, office_url: str) -> None:
    run("import", SAMPLES / "directorio_actores.xlsx", "--apply")
    assert documents(office_url) == set()
    run("undo")
    code, out, _err = run(
        "import", SAMPLES / "directorio_actores.xlsx", "--apply", "--json", "--with-personal-data", "Padrón de prueba"
    )
    assert code == 0
    assert {"04567890", "01234567"} <= documents(office_url)
    assert any("1234567" in str(warning["value"]) for warning in json.loads(out)["warnings"])
    assert purposes(office_url) == ["Padrón de prueba"]


def documents(url: str) -> set[str]:
    return {row[0] for row in query(url, "SELECT document_number FROM people WHERE document_number IS NOT NULL")}


def purposes(url: str) -> list[str]:
    return [row[0] for row in query(url, "SELECT purpose FROM return_log WHERE purpose IS NOT NULL")]


def query(url: str, sql: str) -> list[tuple[str, ...]]:
    from sqlalchemy import text

    store = databases.open_database(url.removeprefix("sqlite:///"), who="Prueba Ficticia")
    try:
        with store.reading() as session:
            return [tuple(row) for row in session.execute(text(sql))]
    finally:
        store.close()


@LOCAL
def test_a_foreign_table_is_merged_by_a_key_and_each_column_in_its_way(run: Said, tmp_path: Path) -> None:
    run("import", MATRIX, "--apply")
    sheet = tmp_path / "avance.csv"
    sheet.write_text("Código,Observaciones,Medio de verificación\nCOM-2026-001,,Foto ficticia\n", encoding="utf-8")
    told = json.loads(run("import", sheet, "--as", "action-items", "--key", "code", "--strategy", "B=always",
                          "--strategy", "Medio de verificación=fill", "--json", "--apply")[1])  # fmt: skip
    assert (told["key"], told["changed"], told["new"]) == ("code", 1, 0)
    assert told["strategies"] == {"remarks": "always", "expected_evidence": "fill"}
    assert {change["field"]: change["new"] for change in told["lines"][0]["changes"]} == {
        "remarks": "", "expected_evidence": "Foto ficticia",
    }  # fmt: skip
    again = json.loads(run("import", sheet, "--json")[1])  # key and ways are this sender's now
    assert (again["key"], again["strategies"], again["same"]) == ("code", told["strategies"], 1)
    code, _out, err = run("import", sheet, "--key", "dni")
    assert (code, "dni" in err) == (1, True)
    assert run("import", sheet, "--strategy", "Teléfono=fill")[0] == 1


def test_a_missing_file_is_a_sentence_and_exit_1(run: Said) -> None:
    code, out, err = run("import", "no-such.xlsx")
    assert (code, out) == (1, "")
    assert "no-such.xlsx" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("words", [
    ["frobnicate"], ["report", "case", "--out", "x.pdf"], ["import"],
    ["import", "x.xlsx", "--strategy", "B=sometimes"],
    ["import", "x.xlsx", "--done-before", "01/01/2026"], ["import", "x.xlsx", "--cutoff", "31/12/2099"],
])  # fmt: skip
def test_a_command_that_is_not_understood_is_exit_2(run: Said, words: list[str]) -> None:
    code, _out, err = run(*words)
    assert code == 2
    assert err


def test_a_department_nobody_knows_is_a_sentence_and_no_file(run: Said, tmp_path: Path) -> None:
    code, _out, err = run("export", "action-items", "--for", "NADIE", "--out", tmp_path / "x.xlsx")
    assert code == 1
    assert "NADIE" in err
    assert not list(tmp_path.glob("x*"))


def test_the_history_of_a_commitment_names_who_and_what(run: Said) -> None:
    run("example")
    code, out, _err = run("history", "COM-2026-001")
    assert code == 0
    assert "Prueba Ficticia" in out
    assert "→" in out
    assert run("history", "COM-1999-999")[0] == 1


@LOCAL
def test_every_report_is_written_in_the_language_that_was_asked_for(run: Said, tmp_path: Path) -> None:
    from tests.ecd_desktop.reports.paper import words

    run("example")
    for what in (["commitments"], ["progress"], ["case", "ASU-2026-001"], ["minutes", "latest"],
                 ["attendance", "latest"], ["agenda", "latest"]):  # fmt: skip
        for language, word in (("es", "Página1de"), ("en", "Page1of")):
            target = tmp_path / f"{what[0]}-{language}.pdf"
            assert run("report", *what, "--out", target, "--language", language)[0] == 0
            said = words(target)
            assert word in said
            assert "DATOSFICTICIOS" in said


@LOCAL
def test_a_report_is_issued_listed_saved_and_made_again(run: Said, tmp_path: Path) -> None:
    from tests.ecd_desktop.reports.paper import words

    run("example")
    said = ("report", "progress", "--unit", "GPV", "--sections", "commitments,summary", "--language", "en")
    assert run(*said, "--out", tmp_path / "p.pdf")[0] == 0
    assert all(title in words(tmp_path / "p.pdf") for title in ("I.Commitments", "II.Executivesummary"))
    code, out, _err = run(*said, "--issue", "--out", tmp_path / "i.pdf")
    assert code == 0
    assert "Issued as INF-" in out
    assert run("report", "week", "--issue")[0] == 0
    code, out, _err = run("report", "issued")
    assert [line.split(" · ")[2] for line in out.splitlines()] == ["The week on a page", "Progress report"]
    number = out.splitlines()[-1].split(" · ")[0]
    code, out, _err = run("report", "issued", number.lower(), "--out", tmp_path / "again.pdf")
    assert code == 0
    assert "says the same" in out
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "i.pdf").read_bytes()
    assert run("report", "issued", "INF-1999-001")[0] == 1
    assert run("report", "progress", "--project", "PRY-1999-001", "--issue")[0] == 1


def test_the_meetings_are_listed_and_each_has_its_papers(run: Said, tmp_path: Path) -> None:
    from tests.ecd_desktop.reports.paper import words

    run("example")
    code, out, _err = run("report", "minutes", "--list")
    lines = out.splitlines()
    assert code == 0
    assert len(lines) == 8
    assert all(line.startswith("REU-") for line in lines)
    first = lines[-1].split(" · ")[0]
    assert run("report", "minutes", first.lower(), "--out", tmp_path / "a.pdf")[0] == 0
    assert first in words(tmp_path / "a.pdf")
    assert run("report", "attendance", first, "--blank", "--form", "neighbours", "--out", tmp_path / "b.pdf")[0] == 0
    assert run("report", "minutes", "REU-1999-001", "--out", tmp_path / "c.pdf")[0] == 1
    assert not (tmp_path / "c.pdf").exists()
    (issued,) = [line for line in lines if "version 2" in line]
    assert "Printed for signature" in issued
    assert all("not issued" in line for line in lines if line != issued)
    code = issued.split(" · ")[0]
    for edition, name in ((["--edition", "1"], "v1.pdf"), (["--edition", "2"], "v2.pdf"), ([], "last.pdf")):
        assert run("report", "minutes", code, *edition, "--out", tmp_path / name)[0] == 0
    assert (tmp_path / "v2.pdf").read_bytes() == (tmp_path / "last.pdf").read_bytes()
    assert "Version1" in words(tmp_path / "v1.pdf")
    code, _out, err = run("report", "minutes", code, "--edition", "3", "--out", tmp_path / "v3.pdf")
    assert code == 1
    assert "no version 3" in err


@LOCAL
def test_the_other_papers_of_a_meeting_are_written_without_a_window(run: Said, tmp_path: Path) -> None:
    from tests.ecd_desktop.reports.paper import words

    run("example")
    meeting = "REU-2026-002"  # the public one
    for arguments, said in (
        (["minutes", meeting, "--public"], "PUBLICVERSION"), (["attendance", meeting, "--public"], "PUBLICVERSION"),
        (["signatures", meeting], "ADDITIONALSIGNATURESHEET"), (["extract", meeting, "--for", "mtpi"], "Whatconcerns"),
        (["briefing", meeting, "--to", "Alcaldía", "--message", "Que haya sombra."], "Quehayasombra."),
        (["briefing", "PRY-2026-001"], "BRIEFINGNOTE"),
    ):  # fmt: skip
        assert run("report", *arguments, "--out", tmp_path / "a.pdf", "--language", "en")[0] == 0, arguments
        assert said in words(tmp_path / "a.pdf")
    reserved = run("report", "minutes", "REU-2026-007", "--public", "--out", tmp_path / "b.pdf")
    assert reserved[0] == 1
    assert "REU-2026-007" in reserved[2]
    for wrong in (
        ["briefing"], ["extract", meeting], ["agenda", meeting, "--public"], ["minutes", meeting, "--to", "A"],
        ["attendance", meeting, "--public", "--blank"], ["minutes", meeting, "--for", "MTPI"],
    ):  # fmt: skip
        assert run("report", *wrong, "--out", tmp_path / "b.pdf")[0] == 2, wrong
    assert not (tmp_path / "b.pdf").exists()


def test_a_report_does_not_take_the_place_of_a_workbook(run: Said, tmp_path: Path) -> None:
    workbook = tmp_path / "matriz.xlsx"
    workbook.write_bytes(b"PK precious")
    for target in (workbook, tmp_path):
        assert run("report", "commitments", "--out", target)[0] == 1
        if target.is_dir():
            assert run("export", "action-items", "--for", "EMAPE", "--out", target)[0] == 1
    assert workbook.read_bytes() == b"PK precious"
    assert run("report", "commitments", "--out", tmp_path / "informe")[0] == 0
    assert (tmp_path / "informe.pdf").exists()


def test_a_check_that_finds_something_writes_nothing(
    office_sqlite_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = Path(office_sqlite_url.removeprefix("sqlite:///"))
    assert main(["--database", str(path), "import", str(MATRIX), "--apply"]) == 0
    with closing(sqlite3.connect(path)) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f'DROP TRIGGER "{name}"')
        raw.execute("UPDATE action_items SET progress = 99 WHERE code = 'COM-2026-001'")
        raw.execute("UPDATE projects SET folded = 'x'")
        raw.commit()
    before = path.read_bytes()
    capfd.readouterr()
    assert main(["--database", str(path), "check"]) == 1
    said = capfd.readouterr()
    assert "progress" in said.out
    assert "Traceback" not in said.err
    assert path.read_bytes() == before


def test_a_backup_can_be_put_back(run: Said, tmp_path: Path, office_url: str) -> None:
    run("example")
    copy = tmp_path / "copies" / "copy.db"
    assert run("backup", "--out", copy)[0] == 0
    assert run("undo")[0] == 0
    if office_url.startswith("postgresql"):
        code, _out, err = run("restore", copy)
        assert code == 1
        assert "server" in err
        return
    assert run("restore", copy)[0] == 0
    assert run("history", "COM-2026-001")[0] == 0
    shutil.copyfile(copy, tmp_path / "damaged.db")
    with (tmp_path / "damaged.db").open("r+b") as file:
        file.seek(9_000)
        file.write(b"\0" * 4_000)
    assert run("restore", tmp_path / "damaged.db")[0] == 1
    assert run("check")[0] == 0


def test_a_second_program_on_the_same_file_hears_who_has_it(
    sqlite_url: str, capfd: pytest.CaptureFixture[str], open_store: Callable[..., object]
) -> None:
    open_store(sqlite_url, who="Milagros Ficticia", machine="LAPTOP-7")
    code = main(["--database", sqlite_url.removeprefix("sqlite:///"), "check"])
    err = capfd.readouterr().err
    assert code == 1
    assert "Milagros Ficticia" in err
    assert "LAPTOP-7" in err


@pytest.mark.parametrize(
    "words",
    [
        ["import", str(MATRIX), "--cutoff", "31/02/2026"],
        ["import", str(MATRIX), "--with-personal-data", "  "],
        ["report", "progress", "--for", "GPV", "--out", "x.pdf"],
        ["report", "case", "ASU-2026-001", "--group-by", "project", "--out", "x.pdf"],
        ["report", "minutes", "--out", "x.pdf"],
        ["report", "progress", "latest", "--out", "x.pdf"],
        ["report", "progress", "--sections", "summary,nonsense", "--out", "x.pdf"],
        ["report", "progress", "--project", "PRY-2026-001", "--unit", "GPV", "--out", "x.pdf"],
        ["report", "progress", "--from", "02/06/2026", "--cutoff", "01/06/2026", "--issue"],
        ["report", "week", "--sections", "summary", "--out", "x.pdf"],
        ["report", "issued", "--out", "x.pdf"],
        ["report", "agenda", "latest", "--issue", "--out", "x.pdf"],
        ["report", "minutes", "latest"],
        ["report", "minutes", "latest", "--blank", "--out", "x.pdf"],
        ["report", "agenda", "--list"],
        ["report", "minutes", "latest", "--list"],
        ["report", "agenda", "latest", "--edition", "1", "--out", "x.pdf"],
        ["report", "attendance", "latest", "--cutoff", "01/06/2026", "--out", "x.pdf"],
    ],
)
def test_what_cannot_be_meant_is_exit_2_and_writes_nothing(run: Said, words: list[str], own_home: Path) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err
    assert not Path("x.pdf").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import"], "faltan estos argumentos: FILE"),
        (["check", "--size"], "argumentos que no se reconocen: --size"),
        (["import", "x", "--dates", "abc"], "'abc' no es una de las opciones"),
        (["import", "x", "--cutoff", "31/02/2026"], "«31/02/2026» no es una fecha."),
    ],
)
def test_what_is_not_understood_is_said_in_spanish_too(
    words: list[str], said: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "es")
    assert main(words) == 2
    assert said in capfd.readouterr().err


def test_an_empty_database_argument_does_not_end_in_another_database(
    capfd: pytest.CaptureFixture[str], own_home: Path
) -> None:
    for verb in (["check"], ["restore", "copy.db"]):
        assert main(["--database", " ", *verb]) == 2
    assert "--database" in capfd.readouterr().err
    assert not list(own_home.rglob("*.db"))


def test_a_mistyped_database_is_a_sentence_and_no_new_file(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "ofcina.db"
    out = str(tmp_path / "x.pdf")
    for verb in (["check"], ["undo"], ["history", "COM-2026-001"], ["backup"], ["report", "progress", "--out", out]):
        assert main(["--database", str(path), *verb]) == 1
        assert "ofcina.db" in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


SECRET = "S3CRETO"


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://u:{SECRET}@127.0.0.1:1/db",
        f"postgresql://u:{SECRET}@127.0.0.1:abc/db",
        f"postgresql://u:x@y:{SECRET}@127.0.0.1:1/db",
        f"postgresql://u@127.0.0.1:1/db?password={SECRET}",
        f"mysql://u:{SECRET}@127.0.0.1/db",
    ],
)
def test_a_password_in_an_address_is_shown_nowhere(
    address: str, capfd: pytest.CaptureFixture[str], own_home: Path
) -> None:
    assert main(["--database", address, "check"]) == 1
    said = capfd.readouterr()
    assert said.err.strip()
    assert "Traceback" not in said.err
    assert SECRET not in said.out + said.err
    for path in own_home.rglob("*"):
        assert SECRET not in path.name
        assert path.is_dir() or SECRET not in path.read_text(encoding="utf-8", errors="replace")


def test_a_bug_is_told_without_the_values_it_choked_on(
    run: Said, monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    from db.store import Store

    def broken(_store: Store) -> list[str]:
        raise ValueError("Milagros Ficticia 04567890")

    monkeypatch.setattr(Store, "verify", broken)
    code, out, err = run("check")
    assert (code, out) == (1, "")
    assert "ValueError" in err
    assert "test_cli.py" in err, "where it happened"
    logged = "".join(path.read_text(encoding="utf-8") for path in own_home.rglob("*.log"))
    assert "ValueError" in logged
    assert "Milagros" not in err + logged
    assert "04567890" not in err + logged


def test_damaged_settings_are_said_on_stderr_and_the_object_on_stdout_stays_whole(run: Said) -> None:
    file = paths.made(paths.config()) / "settings.toml"
    file.write_text("[person", encoding="utf-8")
    code, out, err = run("import", MATRIX, "--json")
    assert code == 0
    assert json.loads(out)["rows"] == 29
    assert "settings-damaged" in err


def test_any_letter_comes_out_where_the_system_gives_a_file_an_old_code_page(sqlite_url: str, own_home: Path) -> None:
    """Windows gives a redirected output its code page, which has no arrow."""
    address = sqlite_url.removeprefix("sqlite:///")
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "LANGUAGE": "es"}
    words = [sys.executable, "-m", "ecd_desktop", "--database", address]
    root = Path(__file__).parents[2]
    subprocess.run([*words, "import", str(MATRIX), "--apply"], cwd=root, env=environment, check=True, timeout=100)
    done = subprocess.run(
        [*words, "history", "COM-2026-001"], cwd=root, env=environment, check=True, capture_output=True, timeout=100
    )
    assert "— → " in done.stdout.decode("utf-8")


def test_without_a_display_the_main_job_is_done_and_every_file_is_named(
    capfd: pytest.CaptureFixture[str], own_home: Path, qapp: QApplication
) -> None:
    assert main([]) == 0
    out = capfd.readouterr().out
    named = [Path(line.rpartition(": ")[2]) for line in out.splitlines() if line.startswith("  ")]
    made = [path for path in named if path.is_absolute()]
    assert {path.suffix for path in made} == {".db", ".xlsx", ".pdf", ".png"}
    assert all(path.stat().st_size > 1_000 for path in made)
