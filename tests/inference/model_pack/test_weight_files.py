"""Weights files that promise far more than they are: refused before their values are read, as packs and as starts."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from pathlib import Path

import h5py
import pytest

from inference.core.errors import PackError, PackMalformed, PackMismatch
from inference.engine.device_and_precision import Precision
from inference.engine.keras.load import load_model
from inference.engine.keras.runtime import time_bound
from inference.engine.keras.runtime.time_bound import within_time
from inference.model_pack import load_pack
from inference.model_pack.weight_files import check_archive, check_weights_file
from inference.training.fitting.networks import StartError, begin
from tests.inference.cli.test_model_commands import run
from tests.inference.model_pack.packs import load_table, tiny_model, write_manifest, write_tiny_pack

TERA = 1 << 40
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def promising(path: Path, values: int = TERA) -> Path:
    """An HDF5 file of a few kilobytes with a dataset of so many values, none of which was ever written."""
    with h5py.File(path, "w") as file:
        file.create_dataset("layers/vars/0", shape=(values,), dtype="f4", chunks=(1 << 20,))
    return path


def packed_zeros(path: Path, names: tuple[str, ...], size: int = 200 << 20) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            with archive.open(name, "w", force_zip64=True) as entry:
                for _ in range(size >> 20):
                    entry.write(bytes(1 << 20))
    return path


def test_an_hdf5_file_that_promises_terabytes_is_refused(tmp_path: Path) -> None:
    path = promising(tmp_path / "huge.weights.h5")
    assert path.stat().st_size < 1 << 20
    with pytest.raises(ValueError, match="values for 10 weights"):
        check_weights_file(path, 10)


def test_values_in_other_files_are_refused(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "linked.h5", "w") as file:
        file["out"] = h5py.ExternalLink("other.h5", "/values")
    with pytest.raises(ValueError, match="links to other places"):
        check_weights_file(tmp_path / "linked.h5", 10)
    with h5py.File(tmp_path / "outside.h5", "w") as file:
        file.create_dataset("values", (4,), "f4", external=[("raw.bin", 0, 16)])
    with pytest.raises(ValueError, match="other files"):
        check_weights_file(tmp_path / "outside.h5", 10)


def test_what_keras_writes_is_taken(tmp_path: Path) -> None:
    model = tiny_model(3)
    for name in ("own.weights.h5", "own.keras"):
        (model.save_weights if name.endswith("h5") else model.save)(tmp_path / name)
        check_weights_file(tmp_path / name, model.count_params())


def test_an_archive_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = packed_zeros(tmp_path / "bomb.keras", ("model.weights.h5",))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(ValueError, match="unreasonable size"):
        check_archive(path)


def test_a_pack_of_such_files_is_refused(tmp_path: Path) -> None:
    folder = write_tiny_pack(tmp_path / "tiny")
    promising(folder / "network.weights.h5")
    renew_hash(folder, "network.weights.h5")
    with pytest.raises(PackMismatch, match="values for"):
        load_model(load_pack(folder))


def renew_hash(folder: Path, name: str) -> None:
    from inference.model_pack import sha256_of

    table = load_table(folder)
    table["files"][name] = sha256_of(folder / name)
    write_manifest(folder, table)


@pytest.mark.parametrize("name", ["start.weights.h5", "start.keras", "bomb.keras"])
def test_a_start_of_such_files_is_refused(tmp_path: Path, name: str) -> None:
    model, path = tiny_model(3), tmp_path / name
    if name == "start.weights.h5":
        promising(path)
    elif name == "bomb.keras":
        packed_zeros(path, ("config.json", "model.weights.h5"))
    else:
        whole = io.BytesIO(promising(tmp_path / "inner.h5").read_bytes())
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("config.json", json.dumps(json.loads(model.to_json())))
            archive.writestr("model.weights.h5", whole.getvalue())
    with pytest.raises(StartError, match="does not fit"):
        begin(model, path)


def test_a_pack_that_takes_for_ever_to_load_is_given_up(tmp_path: Path) -> None:
    pack, end = load_pack(write_tiny_pack(tmp_path / "tiny")), threading.Event()
    with pytest.raises(PackError, match=r"longer than 0\.1 s"):
        within_time(pack, lambda: end.wait(60), 0.1)
    end.set()
    assert within_time(pack, lambda: 7) == 7
    with pytest.raises(PackMalformed):
        within_time(pack, lambda: (_ for _ in ()).throw(PackMalformed(pack.folder)))


def test_check_and_engine_have_that_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from inference.engine import factory
    from inference.engine.keras.runtime import opener

    end, folder = threading.Event(), write_tiny_pack(tmp_path / "tiny")
    monkeypatch.setattr(factory, "open_backend", lambda *_given: end.wait(60))
    monkeypatch.setattr(opener, "open_backend", lambda *_given: end.wait(60))
    with pytest.raises(PackError, match="longer than 1 s"):
        run("check", str(folder), "--most-seconds", "1")
    monkeypatch.setattr(time_bound, "LOAD_SECONDS", 0.5)
    with pytest.raises(PackError, match=r"longer than 0\.5 s"):
        opener.KerasOpener(load_pack(folder), precision=Precision.FLOAT32).open()
    end.set()
