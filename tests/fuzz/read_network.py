"""Files of networks made up by a fuzzer that follows the branches of the readers: each is read or refused in words.

Run: ``uv run --group fuzz python -m tests.fuzz.read_network KIND SECONDS RUNS``; KIND is onnx or torch. It ends as
``read_film`` does. What OpenVINO makes of an ONNX file runs in a process of its own, and is not tried here.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["inference.engine.openvino.importing", "pickletools"]):
    from inference.engine.openvino.importing.onnx_header import read_header
    from inference.engine.openvino.importing.xrv.networks import named
    from inference.engine.openvino.importing.xrv.torch_file import read_torch_file

from inference.core.errors import PackError
from inference.text.messages import message_for
from tests.inference.engine import onnx_networks, torch_files

LONGEST = 32_768  # bytes of a made-up file
BOUNDS = ("-timeout=5", "-rss_limit_mb=2048", f"-max_len={LONGEST}", "-seed=1", "-print_final_stats=1", "-verbosity=1")


def onnx_file(path: Path) -> None:
    """Look at the tables of an ONNX file, or take the sentence of its refusal."""
    try:
        read_header(path)
    except PackError as error:
        if not message_for(error).text:
            raise AssertionError(error.detail) from error


def torch_file(path: Path) -> None:
    """Read the tensors of a file of PyTorch, or take the words of its refusal."""
    try:
        named(read_torch_file(path).tensors)
    except ValueError as error:
        if not str(error):
            raise AssertionError("no words") from error


def sound_onnx(folder: Path) -> Iterable[Path]:
    """A sound network with each kind of head."""
    for number, head in enumerate(onnx_networks.HEADS):
        yield onnx_networks.written(onnx_networks.network(head), folder / str(number))


def sound_torch(folder: Path) -> Iterable[Path]:
    """Sound weights in each form."""
    weights = dict(list(torch_files.dense_net()[1].items())[:12])
    for number, (legacy, whole) in enumerate(((False, False), (False, True), (True, False), (True, True))):
        yield torch_files.saved(weights, folder / str(number), legacy=legacy, whole=whole)


KINDS: dict[str, tuple[Callable[[Path], None], Callable[[Path], Iterable[Path]]]] = {
    "onnx": (onnx_file, sound_onnx),
    "torch": (torch_file, sound_torch),
}


def main(kind: str, seconds: int, runs: int) -> None:
    """Fuzz from sound files; ends the process."""
    look_at, sound = KINDS[kind]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for _ in sound(corpus):
            pass
        path = Path(folder) / "network"

        def one(content: bytes) -> None:
            path.write_bytes(content)
            look_at(path)

        atheris.Setup([sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-runs={runs}", *BOUNDS], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
