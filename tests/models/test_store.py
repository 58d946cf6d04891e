from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import store
from models.errors import ModelError, UnknownModelError
from models.manifest import Entry, load_manifest
from tests.models.archives import WHOLE, tarred, zipped
from tests.models.server import Served, serving

BIG = {**WHOLE, "am/final.mdl": random.Random(1).randbytes(400_000)}


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "user_data_path", lambda name: tmp_path / "data")
    monkeypatch.setattr(store, "user_cache_path", lambda name: tmp_path / "cache")
    monkeypatch.delenv("VOSK_MODEL_PATH", raising=False)
    monkeypatch.delenv("BEDSIDE_MODEL_MIRROR", raising=False)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    body = zipped(tmp_path / "a-model.zip", BIG).read_bytes()
    known = Entry(
        "a-model", "en", "https://nowhere.invalid/a-model.zip", len(body),
        hashlib.md5(body).hexdigest(), hashlib.sha256(body).hexdigest(), "a test", "none",
    )  # fmt: skip
    monkeypatch.setattr(store, "load_manifest", lambda: (known,))
    monkeypatch.setattr(store, "entry", lambda name: known)
    with serving(Served(body)) as served:
        yield served


def left_over(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "data/models").iterdir())


def test_fetch_brings_the_model_once(archive: Served, tmp_path: Path) -> None:
    path = store.fetch(mirror=archive.url)
    assert (path / "am/final.mdl").read_bytes() == BIG["am/final.mdl"]
    assert store.fetch(mirror=archive.url) == path
    assert archive.asked == [""]
    assert left_over(tmp_path) == ["a-model"]
    assert store.verify("a-model").endswith("is whole.")


def test_fetch_goes_on_where_it_broke_off(archive: Served, tmp_path: Path) -> None:
    archive.stop_after = 100_000
    with pytest.raises(ModelError, match="run it again"):
        store.fetch(mirror=archive.url)
    kept = (tmp_path / "data/models/a-model.zip.part").stat().st_size
    assert 0 < kept <= 100_000
    assert store.fetch(mirror=archive.url).is_dir()
    assert archive.asked == ["", f"bytes={kept}-"]


def test_a_server_without_ranges_starts_again(archive: Served) -> None:
    archive.stop_after, archive.ranges = 100_000, False
    with pytest.raises(ModelError):
        store.fetch(mirror=archive.url)
    assert store.fetch(mirror=archive.url).is_dir()


def test_a_wrong_checksum_leaves_nothing_behind(archive: Served, tmp_path: Path) -> None:
    archive.body = archive.body[:-1] + b"?"
    with pytest.raises(ModelError, match="wrong checksum"):
        store.fetch(mirror=archive.url)
    assert left_over(tmp_path) == []


def test_a_larger_file_is_not_taken(archive: Served) -> None:
    archive.body += bytes(200_000)
    with pytest.raises(ModelError, match="larger than it should be"):
        store.fetch(mirror=archive.url)


def test_no_network_is_one_sentence(archive: Served) -> None:
    with pytest.raises(ModelError, match="check the network"):
        store.fetch(mirror="http://127.0.0.1:9")
    archive.status = 500
    with pytest.raises(ModelError, match="check the network"):
        store.fetch(mirror=archive.url)


def test_a_damaged_model_is_noticed_and_fetched_again(archive: Served) -> None:
    path = store.fetch(mirror=archive.url)
    (path / "graph/Gr.fst").write_bytes(b"something else")
    with pytest.raises(ModelError, match=r"damaged \(graph/Gr.fst\)"):
        store.verify("a-model")
    store.fetch(mirror=archive.url)
    assert store.verify("a-model")


def test_the_order_of_models(archive: Served, tmp_path: Path) -> None:
    packed = tarred(tmp_path / "own.tar.xz", WHOLE)
    fetched = store.fetch(mirror=archive.url)
    given = tmp_path / "given"
    found = list(store.candidates({"VOSK_MODEL_PATH": str(given)}, packed))
    assert [each.path for each in found[:2]] == [given, fetched]
    assert found[2].name == "bedside-en"
    assert not found[2].free_speech


def test_the_own_model_mends_itself(tmp_path: Path) -> None:
    packed = tarred(tmp_path / "own.tar.xz", WHOLE)
    path = store.own_model(packed)
    (path / "am/final.mdl").write_bytes(b"")
    assert store.own_model(packed) == path
    assert (path / "am/final.mdl").read_bytes() == WHOLE["am/final.mdl"]


def test_a_broken_given_model_gives_way_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = store.Found("own", store.own_model(tarred(tmp_path / "own.tar.xz", WHOLE)), False)
    broken = store.Found("given", tmp_path / "none", False)
    monkeypatch.setattr(store, "candidates", lambda environ: iter((broken, own)))
    assert store.find() == own
    monkeypatch.setattr(store, "candidates", lambda environ: iter((broken,)))
    with pytest.raises(ModelError, match="not a whole speech model"):
        store.find()


def test_the_manifest_is_complete() -> None:
    for model in load_manifest():
        assert model.url.startswith("https://")
        assert len(model.sha256) == 64
        assert len(model.md5) == 32
        assert model.checksum_from
        assert model.licence


def test_an_unknown_name() -> None:
    with pytest.raises(UnknownModelError, match="There is no speech model 'nonsense'"):
        store.entry("nonsense")
