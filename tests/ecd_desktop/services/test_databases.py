"""Opening databases: where they may live, what is refused, and that a new one is ready to work with."""

from pathlib import Path

import pytest

from db.errors import NotOurs
from ecd_desktop import paths
from ecd_desktop.errors import Expected
from ecd_desktop.services import databases, reference


def test_a_new_database_is_ready_to_work_with(tmp_path: Path) -> None:
    store = databases.open_database(str(tmp_path / "nueva" / "oficina.db"), who="Prueba")
    try:
        assert reference.is_loaded(store)
        assert store.path == tmp_path / "nueva" / "oficina.db"
    finally:
        store.close()


def test_without_an_address_it_is_the_persons_own() -> None:
    store = databases.open_database(None, who="Prueba")
    try:
        assert store.path == paths.database()
    finally:
        store.close()


def test_a_new_database_on_a_server_is_ready_too(blank_postgres_url: str) -> None:
    for _again in range(2):
        store = databases.open_database(blank_postgres_url, who="Prueba")
        try:
            labels = [one.label for one in store.activity()]
            assert labels == ["Load the gates of the stages", "Load reference data"]
        finally:
            store.close()


@pytest.mark.parametrize("folder", ["OneDrive - MML", "Dropbox", "Google Drive"])
def test_a_folder_that_is_synchronised_is_refused_with_three_ways_out(folder: str, tmp_path: Path) -> None:
    path = tmp_path / folder / "oficina.db"
    for target in (str(path), f"sqlite:///{path}"):
        with pytest.raises(Expected) as refusal:
            databases.open_database(target, who="Prueba")
        assert "PostgreSQL" in refusal.value.remedy
        assert not path.parent.exists()


def test_a_missing_database_is_not_made_where_it_must_exist(tmp_path: Path) -> None:
    with pytest.raises(Expected, match="no database"):
        databases.open_database(str(tmp_path / "typo.db"), who="Prueba", must_exist=True)
    assert list(tmp_path.iterdir()) == []
    assert not databases.exists(str(tmp_path / "typo.db"))


def test_creating_never_takes_the_name_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "matriz.db"
    path.write_bytes(b"something else")
    with pytest.raises(Expected, match=r"matriz\.db"):
        databases.create(str(path), who="Prueba")
    with pytest.raises(NotOurs):
        databases.open_database(str(path), who="Prueba")
    assert path.read_bytes() == b"something else"


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("postgresql://ana@mml.example/ecd", "postgresql+psycopg://ana@mml.example/ecd"),
        ("postgres://ana@mml.example/ecd", "postgresql+psycopg://ana@mml.example/ecd"),
        ("postgresql+psycopg://ana@mml.example/ecd", "postgresql+psycopg://ana@mml.example/ecd"),
    ],
)
def test_addresses_of_servers_are_understood(typed: str, url: str) -> None:
    assert databases.address(typed) == url
    assert databases.exists(typed)


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(Expected, match="mysql"):
        databases.address("mysql://root@localhost/x")


def test_a_database_is_brought_home_whole_and_the_source_is_only_read(tmp_path: Path) -> None:
    source, target = tmp_path / "usb" / "oficina.db", tmp_path / "casa" / "oficina.db"
    databases.open_database(str(source), who="Prueba").close()
    before = source.read_bytes()
    databases.bring_home(source, target)
    assert source.read_bytes() == before
    assert [one.name for one in target.parent.iterdir()] == [target.name]
    store = databases.open_database(str(target), who="Prueba")
    try:
        assert reference.is_loaded(store)
    finally:
        store.close()
    (tmp_path / "nada.db").write_bytes(b"no database")
    with pytest.raises(NotOurs):
        databases.bring_home(tmp_path / "nada.db", tmp_path / "casa" / "nada.db")
