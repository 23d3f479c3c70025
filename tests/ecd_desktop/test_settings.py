"""Settings: declared once, typed, kept as TOML that a person may edit by hand."""

from pathlib import Path

import pytest

from ecd_desktop import paths
from ecd_desktop.errors import Expected
from ecd_desktop.settings import YEAR_NAMES, Section, SettingKind, Settings, declared, without_password


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "settings.toml"


def test_every_setting_has_a_label_a_kind_and_a_good_default() -> None:
    assert len({setting.name for setting in declared()}) == len(declared()) >= 18
    for setting in declared():
        assert setting.label
        assert setting.help or not setting.shown, setting.name
        assert setting.problem(setting.default) is None
        assert getattr(Settings(), setting.name) == setting.default
        assert bool(setting.options) == (setting.kind is SettingKind.CHOICE)


def test_the_page_lists_the_sections_together_in_order() -> None:
    order = [list(Section).index(setting.section) for setting in declared()]
    assert order == sorted(order)
    assert set(order) == set(range(len(Section)))


def test_without_a_file_the_defaults_are_in_force_and_nothing_is_written(file: Path) -> None:
    settings = Settings.load(file)
    assert (settings.theme, settings.text_size, settings.first_day_of_week) == ("system", 100, "monday")
    assert settings.problems == []
    assert not file.exists()


def test_the_persons_own_file_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    Settings.load().change(theme="dark")
    assert (tmp_path / "config" / "settings.toml").is_file()
    assert Settings.load().theme == "dark"


def test_a_change_is_saved_and_read_back(file: Path) -> None:
    values: dict[str, object] = {
        "person_name": "Ana «la» Ñahui \\ 'x' \"y\"", "language": "es", "text_size": 125, "print_year_name": False,
        "year_names": ("2027 Año de prueba", "2028 Otro"), "backup_folder": r"C:\Users\ana\OneDrive\copias",
    }  # fmt: skip
    Settings.load(file).change(**values)
    again = Settings.load(file)
    assert {name: getattr(again, name) for name in values} == values
    assert again.problems == []
    assert sorted(one.name for one in file.parent.iterdir()) == ["settings.toml"], "no temporary file stays"


def test_comments_and_unknown_keys_stay(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(
        "# de la oficina\n[appearance]\ntheme = 'dark' # de noche\nfuture_key = 7\n\n[other]\nx = [1, 2]\n",
        encoding="utf-8",
    )
    Settings.load(file).change(theme="light", density="compact")
    text = file.read_text(encoding="utf-8")
    assert "# de la oficina" in text
    assert "# de noche" in text
    assert "future_key = 7" in text
    assert "x = [1, 2]" in text
    assert Settings.load(file).theme == "light"
    assert Settings.load(file).density == "compact"


def test_two_windows_of_the_program_do_not_undo_each_others_settings(file: Path) -> None:
    one, other = Settings.load(file), Settings.load(file)
    one.change(theme="dark")
    other.change(density="compact")
    both = Settings.load(file)
    assert (both.theme, both.density) == ("dark", "compact")


@pytest.mark.parametrize("content", [b"theme = = dark", b"\xff\xfe\x00garbage", b"[appearance\n", b"a = 1\na = 2\n"])
def test_a_damaged_file_is_set_aside_with_a_sentence(content: bytes, file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    settings = Settings.load(file)
    assert settings.theme == "system"
    assert len(settings.problems) == 1
    (aside,) = file.parent.iterdir()
    assert aside.name in settings.problems[0]
    assert aside.read_bytes() == content
    settings.change(theme="dark")
    assert Settings.load(file).theme == "dark"


def test_a_wrong_value_is_told_and_the_others_hold(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(
        "[appearance]\ntheme = 'pink'\ntext_size = 500\ndensity = 'compact'\n[reports]\nprint_year_name = 'yes'\n"
        "[language]\nlanguage = ['es']\n[person]\nperson_name = 7\n"
    )
    settings = Settings.load(file)
    assert len(settings.problems) == 5
    assert (settings.theme, settings.text_size, settings.density, settings.language) == (
        "system",
        100,
        "compact",
        "system",
    )
    assert file.exists()


def test_a_section_that_is_no_table_is_ignored_and_repaired_by_a_change(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("appearance = 3\n")
    settings = Settings.load(file)
    assert settings.theme == "system"
    settings.change(theme="dark")
    assert Settings.load(file).theme == "dark"


def test_a_wrong_change_is_a_bug_and_writes_nothing(file: Path) -> None:
    settings = Settings.load(file)
    for wrong in ({"theme": "pink"}, {"text_size": True}, {"no_such": 1}, {"person_name": "a\nb"}):
        with pytest.raises(ValueError, match=r"cannot be|no setting"):
            settings.change(**wrong)
    assert not file.exists()
    assert settings.theme == "system"


def test_a_folder_that_cannot_be_written_is_told_and_the_values_stay(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file where the folder should be")
    settings = Settings.load(tmp_path / "blocked" / "settings.toml")
    with pytest.raises(Expected):
        settings.change(theme="dark")
    assert settings.theme == "system"


def test_a_file_that_cannot_be_read_just_now_is_not_written_over(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Settings.load(file).change(theme="dark", person_name="Ana")
    settings, before = Settings.load(file), file.read_bytes()

    def busy(path: Path, **more: object) -> str:
        raise PermissionError(13, "held by another program", str(path))

    monkeypatch.setattr(Path, "read_text", busy)
    with pytest.raises(Expected):
        settings.change(theme="light")
    assert (file.read_bytes(), settings.theme) == (before, "dark")


def test_a_file_that_was_damaged_meanwhile_is_kept_aside(file: Path) -> None:
    settings = Settings.load(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("[person\nperson_name = Ana")
    settings.change(theme="dark")
    assert Settings.load(file).theme == "dark"
    assert [kept.read_text() for kept in file.parent.glob("*-damaged-*")] == ["[person\nperson_name = Ana"]


def test_recent_databases_are_ten_without_passwords_newest_first(file: Path) -> None:
    settings = Settings.load(file)
    for n in range(12):
        settings.remember_database(f"/datos/{n}.db")
    settings.remember_database("/datos/5.db")
    settings.remember_database("postgresql://ana:se:cr@et@servidor/ecd?password=x&sslmode=require")
    again = Settings.load(file)
    assert again.last_database == "postgresql://ana@servidor/ecd?sslmode=require"
    assert again.recent_databases[:3] == (again.last_database, "/datos/5.db", "/datos/11.db")
    assert len(again.recent_databases) == 10
    assert "cr@et" not in file.read_text()


def test_a_windows_path_is_no_password() -> None:
    for address in (r"C:\datos\a@b.db", "/home/ana/x.db", "postgresql://servidor/ecd", "sqlite:///C:/a@b.db"):
        assert without_password(address) == address


def test_the_years_have_their_official_names_and_the_next_is_missing(file: Path) -> None:
    settings = Settings.load(file)
    assert settings.year_name(2021) == "Año del Bicentenario del Perú: 200 años de independencia"
    assert settings.year_name(2026) == "Año de la Esperanza y el Fortalecimiento de la Democracia"
    assert settings.year_name(2027) is None
    settings.change(year_names=(*YEAR_NAMES, "2027: Año de prueba"))
    assert Settings.load(file).year_name(2027) == "Año de prueba"


def test_the_letterhead_leaves_empty_lines_out(file: Path) -> None:
    settings = Settings.load(file)
    assert settings.letterhead() == ("Municipalidad Metropolitana de Lima",)
    settings.change(letterhead_unit=" Equipo de Primera Infancia ")
    assert settings.letterhead() == ("Municipalidad Metropolitana de Lima", "Equipo de Primera Infancia")
