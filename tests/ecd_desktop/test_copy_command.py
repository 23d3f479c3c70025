"""A laptop copy without a window: taken, worked on, brought home twice, taken back; and what is refused by name."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from db.store import Store
from ecd_desktop.__main__ import main
from ecd_desktop.services import action_items, records
from tests.ecd_desktop.services.conftest import Desk
from tests.ecd_desktop.test_receive_command import COUNTS

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], office_sqlite_url: str) -> Said:
    """``run("check")`` → exit code, stdout, stderr; ``on`` another database."""
    home = office_sqlite_url.removeprefix("sqlite:///")

    def call(*arguments: str | Path, on: str | Path = home) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(["--database", str(on), "--as-person", "Prueba Ficticia", *map(str, arguments)])
        said = capfd.readouterr()
        return code, said.out, said.err

    return call


def counts(out: str) -> list[int]:
    told = json.loads(out)
    return [told[name] for name in COUNTS]


def test_a_copy_is_taken_worked_on_and_brought_home(run: Said, office_sqlite_url: str, tmp_path: Path) -> None:
    store = Store.open(office_sqlite_url, who="Prueba Ficticia")
    (unit,) = Desk(store).all("organisations", acronym="GPV")
    items = [Desk(store).item(description=f"Compromiso {n}", unit_id=unit["id"]) for n in range(3)]
    store.close()
    file = tmp_path / "viaje.db"
    assert run("copy", "list")[1].strip() == "No copy was taken along."
    code, out, err = run("copy", "take", file, "--for", "Lucía")
    assert (code, err) == (0, "")
    assert "Lucía" in out
    assert run("copy", "take", file, "--for", "Rosa")[0] == 1  # there is a file of that name
    copy = Store.open(f"sqlite:///{file}", who="Lucía")
    desk = Desk(copy)
    action_items.report_progress(copy, items[:2], on=records.today(), progress=40, body="avance")
    desk.item(description="Nuevo")
    records.delete(copy, "action_items", items[2:])
    copy.close()
    store = Store.open(office_sqlite_url, who="Prueba Ficticia")
    action_items.report_progress(store, items[:1], on=records.today(), progress=60)
    before = Desk(store).state()
    store.close()
    code, out, err = run("copy", "bring", file, "--json")
    assert (code, err, counts(out)) == (0, "", [3, 1, 3, 0, 0, 0, 0])
    assert json.loads(out)["points"]["conflicts"][0]["field"] == "progress"
    code, out, err = run("copy", "bring", file, "--apply", "--prefer", "theirs", "--json")
    assert (code, err, json.loads(out)["applied"]["left"]) == (0, "", 0)
    assert counts(run("copy", "bring", file, "--json")[1]) == [0] * 7
    assert run("copy", "list")[1].count("Came back") == 1
    assert "--prefer" in run("copy", "bring", file, "--prefer", "ours")[2]
    assert run("undo")[0] == 0
    store = Store.open(office_sqlite_url, who="Prueba Ficticia")
    assert Desk(store).state() == before
    assert store.verify() == []
    store.close()
    code, out, err = run("copy", "take", tmp_path / "otra.db", "--for", "Rosa", on=file)
    assert (code, out) == (1, "")
    assert "Lucía" in err  # whose copy this is
    assert run("send", "--to", "all", "--out", tmp_path / "matrices", on=file)[0] == 1
    assert not list(tmp_path.glob("matrices/*.xlsx"))
    code, out, err = run("copy", "bring", tmp_path / "nada.db")
    assert (code, out) == (1, "")
