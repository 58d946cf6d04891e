from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest

from models import unpack as room
from models.errors import ModelError
from models.record import check_record
from models.unpack import unpack
from tests.models.archives import WHOLE, tarred, zipped


@pytest.mark.parametrize(("make", "name"), [(zipped, "m.zip"), (tarred, "m.tar.xz")])
def test_a_whole_archive_becomes_a_checked_model(tmp_path: Path, make, name: str) -> None:
    archive = make(tmp_path / name, WHOLE)
    unpack(archive, tmp_path / "store" / "model")
    assert (tmp_path / "store/model/am/final.mdl").read_bytes() == b"am/final.mdl"
    check_record(tmp_path / "store/model")
    assert [path.name for path in (tmp_path / "store").iterdir()] == ["model"]


@pytest.mark.parametrize("name", ["../../evil", "/evil", "a/../../evil", "..\\evil", "c:evil"])
def test_no_path_leads_out(tmp_path: Path, name: str) -> None:
    archive = zipped(tmp_path / "m.zip", WHOLE)
    with zipfile.ZipFile(archive, "a") as more:
        more.writestr(name, b"x")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ModelError, match="no model needs"):
        unpack(archive, tmp_path / "model")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_no_links_or_devices_in_a_tar(tmp_path: Path, kind: bytes) -> None:
    link = tarfile.TarInfo("a-model/am/link")
    link.type, link.linkname = kind, "/etc/passwd"
    with pytest.raises(ModelError, match="no model needs"):
        unpack(tarred(tmp_path / "m.tar.xz", WHOLE, link), tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_no_symlink_in_a_zip(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "m.zip", WHOLE)
    info = zipfile.ZipInfo("a-model/link")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(archive, "a") as more:
        more.writestr(info, "/etc/passwd")
    with pytest.raises(ModelError, match="no model needs"):
        unpack(archive, tmp_path / "model")


@pytest.mark.parametrize(("make", "name"), [(zipped, "m.zip"), (tarred, "m.tar.xz")])
def test_a_truncated_archive_leaves_the_old_model(tmp_path: Path, make, name: str) -> None:
    target = tmp_path / "model"
    unpack(make(tmp_path / name, {**WHOLE, "am/final.mdl": b"old"}), target)
    archive = make(tmp_path / name, {**WHOLE, "am/final.mdl": bytes(range(256)) * 400})
    archive.write_bytes(archive.read_bytes()[:-200])
    with pytest.raises(ModelError):
        unpack(archive, target)
    assert (target / "am/final.mdl").read_bytes() == b"old"


def test_a_bomb_is_stopped_by_what_is_really_written(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "m.zip", {**WHOLE, "graph/words.txt": bytes(5_000_000)})
    with pytest.raises(ModelError, match="larger than any"):
        unpack(archive, tmp_path / "model", largest=1_000_000)
    assert not (tmp_path / "model").exists()


def test_an_archive_that_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not a whole speech model"):
        unpack(zipped(tmp_path / "m.zip", {"readme": b"hello"}), tmp_path / "model")


def test_a_full_disk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(room, "_write", full)
    with pytest.raises(ModelError, match="No space left on device"):
        unpack(zipped(tmp_path / "m.zip", WHOLE), tmp_path / "model")
    assert [path.name for path in tmp_path.iterdir()] == ["m.zip"]
