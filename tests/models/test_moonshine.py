from __future__ import annotations

import dataclasses
import hashlib
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import moonshine, store
from models.errors import ModelError
from tests.models.server import Served, serving


def package(members: dict[str, bytes]) -> bytes:
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w:gz") as tarred:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tarred.addfile(info, io.BytesIO(content))
    return body.getvalue()


WHOLE = {member: name.encode() for name, member in moonshine.FILES.items()}


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr(store, "user_data_path", lambda name: tmp_path / "data")
    monkeypatch.delenv("BEDSIDE_MODEL_MIRROR", raising=False)
    with serving(Served(b"")) as served:
        offer(served, package(WHOLE | {"package/../../evil": b"x"}), monkeypatch)
        yield served


def offer(served: Served, body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    served.body = body
    known = dataclasses.replace(
        moonshine.ENTRY,
        bytes=len(body),
        md5=hashlib.md5(body).hexdigest(),
        sha256=hashlib.sha256(body).hexdigest(),
    )
    monkeypatch.setattr(moonshine, "ENTRY", known)


def test_fetch_takes_its_files_only_and_once(served: Served, tmp_path: Path) -> None:
    assert moonshine.find_moonshine() is None
    folder = moonshine.fetch_moonshine(served.url)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        (*moonshine.FILES, "SHA256SUMS")
    )
    assert moonshine.fetch_moonshine(served.url) == folder
    assert len(served.asked) == 1
    assert moonshine.find_moonshine() == folder
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    assert not list(tmp_path.glob("**/evil"))


def test_a_wrong_file_is_refused(served: Served) -> None:
    served.body = bytes(reversed(served.body))
    with pytest.raises(ModelError, match="checksum"):
        moonshine.fetch_moonshine(served.url)
    assert moonshine.find_moonshine() is None


def test_a_package_without_the_model_is_refused(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(served, package({"package/LICENSE": b"x"}), monkeypatch)
    with pytest.raises(ModelError, match="not a whole archive"):
        moonshine.fetch_moonshine(served.url)
    assert moonshine.find_moonshine() is None


def test_damage_is_noticed_and_mended(served: Served) -> None:
    folder = moonshine.fetch_moonshine(served.url)
    (folder / "encoder_model.onnx").write_bytes(b"rotten")
    with pytest.raises(ModelError, match="damaged"):
        moonshine.find_moonshine()
    moonshine.fetch_moonshine(served.url)
    assert moonshine.verify_moonshine().endswith("is whole.")


def test_not_here_is_said_with_the_remedy(served: Served) -> None:
    with pytest.raises(ModelError, match="bedside models fetch moonshine-tiny-en"):
        moonshine.verify_moonshine()
    assert "not here" in moonshine.moonshine_line()
