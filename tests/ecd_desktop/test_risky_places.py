"""Places where a local database would be damaged: a table of paths for both systems."""

import os
from pathlib import Path

import pytest

from ecd_desktop.errors import Expected
from ecd_desktop.risky_places import Danger, Facts, refuse_risky, risky_place, this_machine

WINDOWS = Facts(
    windows=True,
    environment={
        "OneDrive": r"C:\Users\ana\OneDrive",
        "ONEDRIVECOMMERCIAL": r"C:\Users\ana\OneDrive - MML",
        "USERPROFILE": r"C:\Users\ana",
    },
    drive_type={"Z:\\": 4, "C:\\": 3, "E:\\": 2}.get,  # type: ignore[arg-type]
    exists={r"D:\trabajo\.dropbox.cache", r"D:\sinc\.stfolder", r"C:\Users\ana\.dropbox"}.__contains__,
)
LINUX = Facts(
    windows=False,
    mounts=(
        ("/", "ext4"), ("/mnt/compartida", "cifs"), ("/mnt/nfs", "nfs4"), ("/mnt/nfs/local", "ext4"),
        ("/home/ana/ssh", "fuse.sshfs"),
        ("/mnt/nube", "fuse.rclone"), ("/mnt/usb", "fuseblk"), ("/mnt/union", "fuse.mergerfs"),
        ("/over", "nfs"), ("/over", "ext4"),
        ("/run/user/1000/gvfs", "fuse.gvfsd-fuse"), ("/mnt/con espacio", "smb3"),
    ),
    exists={"/home/ana/.dropbox", "/home/ana/D/.dropbox", "/srv/s/.stfolder"}.__contains__,
)  # fmt: skip

ON_WINDOWS = {
    r"C:\Users\ana\AppData\Local\ECD Desktop\data\ecd.db": None,
    r"C:\Users\ana\Documents\ecd.db": None,
    r"C:\Users\ana\OneDrive\ecd.db": "OneDrive",
    r"c:\users\ANA\onedrive\Documentos\ecd.db": "OneDrive",
    r"C:\Users\ana\OneDrive - MML\ecd.db": "OneDrive",
    r"C:\Users\ana\MML\Primera Infancia - Documentos\ecd.db": "SharePoint",
    r"C:\Users\beto\OneDrive - Otra entidad\ecd.db": "OneDrive",
    r"D:\Dropbox (Equipo)\ecd.db": "Dropbox",
    r"C:\Users\ana\Google Drive\ecd.db": "Google Drive",
    r"G:\Mi unidad\ecd.db": "Google Drive",
    r"G:\Unidades compartidas\Equipo\ecd.db": "Google Drive",
    r"C:\Users\ana\iCloudDrive\ecd.db": "iCloud",
    r"C:\Users\ana\Box\ecd.db": "Box",
    r"C:\datos\Box\ecd.db": None,
    r"C:\Users\ana\Nextcloud\ecd.db": "Nextcloud",
    r"C:\Users\ana\MEGA\ecd.db": "MEGA",
    r"C:\datos\megaproyecto\ecd.db": None,
    r"C:\datos\dropbox.db": None,
    r"D:\trabajo\sub\ecd.db": "Dropbox",
    r"D:\sinc\ecd.db": "Syncthing",
    r"\\servidor\compartida\ecd.db": r"\\servidor\compartida",
    r"\\?\UNC\servidor\compartida\ecd.db": r"\\servidor\compartida",
    r"\\?\C:\datos\ecd.db": None,
    "//servidor/compartida/ecd.db": r"\\servidor\compartida",
    r"Z:\ecd.db": "Z:",
    r"E:\ecd.db": None,
}
ON_LINUX = {
    "/home/ana/.local/share/ecd-desktop/ecd.db": None,
    "/mnt/compartida/ecd.db": "/mnt/compartida, cifs",
    "/mnt/compartida2/ecd.db": None,
    "/mnt/nfs/ecd.db": "/mnt/nfs, nfs4",
    "/mnt/nfs/local/ecd.db": None,
    "/home/ana/ssh/x/ecd.db": "/home/ana/ssh, fuse.sshfs",
    "/mnt/nube/ecd.db": "/mnt/nube, fuse.rclone",
    "/mnt/usb/ecd.db": None,
    "/mnt/union/ecd.db": None,
    "/over/ecd.db": None,
    "/run/user/1000/gvfs/smb-share:server=s/ecd.db": "/run/user/1000/gvfs, fuse.gvfsd-fuse",
    "/mnt/con espacio/ecd.db": "/mnt/con espacio, smb3",
    "/home/ana/Dropbox/ecd.db": "Dropbox",
    "/home/ana/D/ecd.db": "Dropbox",
    "/home/ana/otros/ecd.db": None,
    "/home/ana/GoogleDrive/ecd.db": "Google Drive",
    "/home/ana/Nextcloud2/ecd.db": "Nextcloud",
    "/srv/s/t/ecd.db": "Syncthing",
    "/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/ecd.db": "iCloud",
}


@pytest.mark.parametrize("path", ON_WINDOWS)
def test_places_on_windows(path: str) -> None:
    risk = risky_place(path, WINDOWS)
    assert (risk and risk.name) == ON_WINDOWS[path]
    if risk:
        network = risk.name.startswith("\\\\") or risk.name == "Z:"
        assert risk.danger is (Danger.NETWORK if network else Danger.CLOUD)


@pytest.mark.parametrize("path", ON_LINUX)
def test_places_on_linux(path: str) -> None:
    risk = risky_place(path, LINUX)
    assert (risk and risk.name) == ON_LINUX[path]


def test_a_share_is_refused_before_any_file_on_it_is_looked_at() -> None:
    def dead(_path: str) -> bool:
        raise AssertionError("a dead share would have made the program wait")

    risk = risky_place(r"\\muerto\x\ecd.db", Facts(windows=True, exists=dead))
    assert risk is not None
    assert risk.danger is Danger.NETWORK


def test_the_refusal_has_three_ways_out_and_says_that_nothing_was_changed() -> None:
    for path in (r"C:\Users\ana\OneDrive\ecd.db", r"\\servidor\compartida\ecd.db"):
        risk = risky_place(path, WINDOWS)
        assert risk is not None
        assert len(set(risk.ways_out())) == 3
        failure = risk.refusal()
        assert path in failure.message
        assert "nothing was changed" in failure.message
        assert all(way in failure.remedy for way in risk.ways_out())
        assert "PostgreSQL" in failure.remedy
        assert "{" not in str(failure)


def test_this_machines_facts_are_read_and_links_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        monkeypatch.delenv(name, raising=False)
    refuse_risky(tmp_path / "ecd.db")
    synchronised = tmp_path / "Dropbox"
    synchronised.mkdir()
    with pytest.raises(Expected, match="Dropbox"):
        refuse_risky(synchronised / "ecd.db")
    if os.name == "posix":
        assert this_machine().mounts
        (tmp_path / "enlace").symlink_to(synchronised, target_is_directory=True)
        with pytest.raises(Expected, match="Dropbox"):
            refuse_risky(tmp_path / "enlace" / "ecd.db")
