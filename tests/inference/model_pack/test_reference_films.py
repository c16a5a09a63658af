"""A pack's reference films are arrays within bounds, or the pack is refused in words; nothing of them is run."""

from __future__ import annotations

import io
import pickle
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.core.errors import PackMalformed, PackMismatch, PackUnsafe
from inference.model_pack import load_pack, read_reference_films
from tests.inference.model_pack.packs import load_table, write_manifest, write_reference_films, write_tiny_pack

Table = dict[str, Any]
FLOAT = np.float32


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny")


@pytest.fixture
def pack(original: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    for file in original.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def with_file(folder: Path, content: bytes) -> Path:
    (folder / "familiarity.npz").write_bytes(content)
    write_manifest(
        folder,
        {**{k: v for k, v in load_table(folder).items() if k != "files"}, "familiarity": {"file": "familiarity.npz"}},
    )
    return folder


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return buffer.getvalue()


def header(shape: tuple[int, ...], kind: str = "<f4") -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, {"descr": kind, "fortran_order": False, "shape": shape})
    return buffer.getvalue()


def test_a_pack_of_before_has_no_reference_films(pack: Path) -> None:
    loaded = load_pack(pack)
    assert loaded.familiarity is None
    assert read_reference_films(loaded) is None


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_reference_films_come_back_as_they_were_written(pack: Path, save: Callable[..., None]) -> None:
    write_reference_films(pack, limit=97.5)
    known = np.load(pack / "familiarity.npz")
    save(pack / "familiarity.npz", **{name: known[name] for name in known.files})
    write_manifest(pack, {name: table for name, table in load_table(pack).items() if name != "files"})
    loaded = load_pack(pack)
    found = read_reference_films(loaded)
    assert loaded.familiarity is not None
    assert loaded.familiarity.limit == 97.5
    assert found is not None
    for name in ("mean", "precision", "distances"):
        np.testing.assert_array_equal(getattr(found, name), known[name])


def test_arrays_may_be_written_columns_first(pack: Path) -> None:
    write_reference_films(pack, precision=np.asfortranarray([[1, 2], [3, 4]], FLOAT))
    found = read_reference_films(load_pack(pack))
    assert found is not None
    assert found.precision.tolist() == [[1, 2], [3, 4]]


ARRAYS: list[tuple[str, Table, str]] = [
    ("doubles", {"mean": np.zeros(2)}, "must hold mean as float32"),
    ("objects", {"mean": np.array([print, 1], object)}, "must hold mean as float32"),
    ("a number", {"mean": np.zeros((), FLOAT)}, "must hold mean of at most 4096 numbers"),
    ("nothing", {"distances": np.zeros(0, FLOAT)}, "must hold distances of at most 100000 numbers"),
    ("too many channels", {"mean": np.zeros(4097, FLOAT)}, "must hold mean of at most 4096 numbers"),
    ("too many films", {"distances": np.zeros(100_001, FLOAT)}, "at most 100000"),
    ("another size", {"precision": np.eye(3, dtype=FLOAT)}, "precision of 2 x 2"),
    ("no number", {"mean": np.array([0, np.nan], FLOAT)}, "mean that are not finite"),
    ("no end", {"distances": np.array([0, np.inf], FLOAT)}, "distances that are not finite"),
    ("a fall", {"distances": np.array([1, 0.5], FLOAT)}, "rise"),
    ("below nothing", {"distances": np.array([-1, 0.5], FLOAT)}, "from 0"),
]


@pytest.mark.parametrize(("arrays", "words"), [pytest.param(*case[1:], id=case[0]) for case in ARRAYS])
def test_arrays_that_cannot_be_are_refused_in_words(pack: Path, arrays: Table, words: str) -> None:
    write_reference_films(pack, **arrays)
    with pytest.raises(PackMalformed, match=f"familiarity.npz .*{words}"):
        load_pack(pack)


def test_a_pickle_inside_is_never_loaded(pack: Path, tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (tmp_path / "ran",)

    with_file(pack, zipped(mean=header((1,), "|O") + pickle.dumps(Evil())))
    with pytest.raises(PackMalformed):
        load_pack(pack)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zip",
        zipped(),
        zipped(mean=b"no array"),
        zipped(mean=header((2,)) + b"123"),
        zipped(mean=header((2,)) + bytes(9)),
        zipped(mean=header((10**12,))),
        zipped(mean=header((-1,))),
    ],
    ids=["empty", "text", "no arrays", "no header", "too short", "too long", "a terabyte", "less than none"],
)
def test_what_are_no_arrays_is_refused(pack: Path, content: bytes) -> None:
    with_file(pack, content)
    with pytest.raises(PackMalformed, match="familiarity"):
        load_pack(pack)


def test_arrays_that_swell_are_not_read_to_their_end(pack: Path) -> None:
    with_file(pack, zipped(mean=header((2,)) + bytes(1 << 28)))
    tracemalloc.start()
    with pytest.raises(PackMalformed, match="not as many numbers"):
        load_pack(pack)
    assert tracemalloc.get_traced_memory()[1] < 100 << 20
    tracemalloc.stop()


def test_a_file_of_unreasonable_length_is_refused_before_it_is_hashed(pack: Path) -> None:
    write_reference_films(pack)
    with (pack / "familiarity.npz").open("ab") as file:
        file.truncate(1 << 31)
    started = time.perf_counter()
    with pytest.raises(PackMalformed, match="unreasonable length"):
        load_pack(pack)
    assert time.perf_counter() - started < 1


def familiar(**values: Any) -> Callable[[Table], object]:
    return lambda table: table["familiarity"].update(values)


@pytest.mark.parametrize(
    ("edit", "error", "words"),
    [
        (familiar(limit=0), PackMalformed, "familiarity: limit must be a percentile"),
        (familiar(limit=100.5), PackMalformed, "limit must be a percentile"),
        (familiar(limits=99), PackMalformed, "limits is not known .did you mean limit"),
        (familiar(file="familiarity.pkl"), PackUnsafe, "not a file of arrays"),
        (familiar(file="other.npz"), PackMalformed, "no SHA-256 for other.npz"),
        (lambda table: table.update(familiarity=1), PackMalformed, "familiarity must be a table"),
        (lambda table: table["files"].update({"familiarity.npz": "0" * 64}), PackMismatch, "SHA-256 differs"),
    ],
)
def test_a_table_that_says_it_wrong_is_refused(
    pack: Path, edit: Callable[[Table], object], error: type[Exception], words: str
) -> None:
    table = load_table(write_reference_films(pack))
    edit(table)
    write_manifest(pack, table)
    with pytest.raises(error, match=words):
        load_pack(pack)
