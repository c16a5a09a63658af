"""Recorded associations, mutated, against the receiver: ``python -m tests.fuzz.receiver [SECONDS] [SEED]``.

What is recorded is what ``storescu`` says when it sends a film, PDU by PDU. A mutation changes bytes, lengths and their
order, cuts, repeats or splices. A finding is a receiver that died, grew above 300 MB, or does not answer an echo. Each
association is made of SEED and its number, which a finding names.
"""

from __future__ import annotations

import itertools
import random
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from inference.network.connection.bounds import Bounds
from inference.network.receiver.options import ReceiverOptions
from inference.network.receiver.receiver_process import ReceiverProcess
from tests.inference.network.conftest import film

MOST_MEMORY, LOOK_EVERY_S, AT_ONCE, ANSWER_S = 300 << 20, 5.0, 8, 0.2


def recorded(receiver: ReceiverProcess, path: Path) -> list[bytes]:
    """The PDUs of a sender, heard between it and the receiver."""
    said = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        sender = subprocess.Popen(["storescu", "-aec", "THORACAM", "127.0.0.1", port, str(path)])
        ours, _ = server.accept()
        with ours, socket.create_connection(("127.0.0.1", receiver.port)) as theirs:
            back = threading.Thread(target=_pass_on, args=(theirs, ours, bytearray()))
            back.start()
            _pass_on(ours, theirs, said)
            back.join()
        assert sender.wait() == 0
    return _pdus(bytes(said))


def _pass_on(one: socket.socket, other: socket.socket, said: bytearray) -> None:
    with suppress(OSError):
        while piece := one.recv(65536):
            said += piece
            other.sendall(piece)
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)


def _pdus(said: bytes) -> list[bytes]:
    found = []
    while said:
        (length,) = struct.unpack(">I", said[2:6])
        found.append(said[: 6 + length])
        said = said[6 + length :]
    return found


def mutated(pdus: list[bytes], chance: random.Random) -> list[bytes]:
    """The same PDUs, one to four things about them changed."""
    changed = list(pdus)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(changed))
        changed[place : place + 1] = chance.choice(CHANGES)(changed[place], chance)
    return changed


def _bytes(pdu: bytes, chance: random.Random) -> list[bytes]:
    data = bytearray(pdu)
    for _ in range(chance.choice((1, 1, 3, 30))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return [bytes(data)]


def _length(pdu: bytes, chance: random.Random) -> list[bytes]:
    """Another 16- or 32-bit number somewhere, most often a length."""
    data, width = bytearray(pdu), chance.choice((2, 4))
    place = chance.choice((2, 6, chance.randrange(max(len(data) - width, 1))))
    number = chance.choice((0, 1, 5, 6, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, len(data), chance.getrandbits(32)))
    place = min(place, max(len(data) - width, 0))
    data[place : place + width] = (number & (256**width - 1)).to_bytes(width, chance.choice(("big", "little")))
    return [bytes(data)]


def _consistent(pdu: bytes, chance: random.Random) -> list[bytes]:
    """Bytes taken out of, or put into, a PDU whose own length follows."""
    body, place = pdu[6:], chance.randrange(len(pdu))
    piece = chance.choice((b"", b"\0" * chance.randrange(2000), bytes(chance.randrange(256) for _ in range(20)), body))
    body = body[:place] + piece + body[place + chance.randrange(50) :]
    return [pdu[:2] + struct.pack(">I", len(body)) + body]


def _cut(pdu: bytes, chance: random.Random) -> list[bytes]:
    return [pdu[: chance.randrange(1, max(len(pdu), 2))]]


def _repeated(pdu: bytes, chance: random.Random) -> list[bytes]:
    return [pdu] * chance.choice((2, 3, 40))


def _gone(pdu: bytes, chance: random.Random) -> list[bytes]:
    return [b"\0"]


CHANGES: tuple[Callable[[bytes, random.Random], list[bytes]], ...] = (
    *(_bytes, _bytes, _length, _length, _consistent, _consistent),
    *(_cut, _repeated, _gone),
)


def spoken(port: int, pdus: list[bytes], chance: random.Random) -> None:
    """Say it all, most often wait for an answer where one is due, and hang up.

    A receiver that owed one and said nothing waits for more of a PDU: it is not waited for again.
    """
    silent = False
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=3) as connection:
        for pdu in pdus:
            connection.sendall(pdu)
            if chance.random() < 0.8:
                due = is_answered(pdu) and not silent
                connection.settimeout(ANSWER_S if due else 0.001)
                try:
                    connection.recv(4096)
                except TimeoutError:
                    silent |= due
                connection.settimeout(3)


def is_answered(pdu: bytes) -> bool:
    """Whether a receiver that understands it answers: asked for an association or its end, or a data set's last."""
    return pdu[:1] in (b"\x01", b"\x05") or (pdu[:1] == b"\x04" and pdu[11:12] == b"\x02")


class Speakers:
    """As many as speak at once, each one association after another, until they are to stop."""

    def __init__(self, port: int, pdus: list[bytes], seed: int) -> None:
        self._port, self._pdus, self._seed = port, pdus, seed
        self._numbers, self._stopping = itertools.count(), threading.Event()
        self._threads = [threading.Thread(target=self._speak) for _ in range(AT_ONCE)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> int:
        """Stop; answers how many associations there were."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        return next(self._numbers)

    def _speak(self) -> None:
        while not self._stopping.is_set():
            chance = random.Random(f"{self._seed}-{next(self._numbers)}")
            spoken(self._port, mutated(self._pdus, chance), chance)


def look(receiver: ReceiverProcess, pid: int | None) -> int:
    """Raise ``AssertionError`` where something is wrong; answers the most memory that was held, in bytes."""
    while receiver.poll(0) is not None:
        pass
    assert receiver.pid == pid, "the receiver died"
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    most = next(int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM"))
    assert most < MOST_MEMORY, f"it holds {most >> 20} MB"
    echoed = ["echoscu", "-to", "30", "-aec", "THORACAM", "127.0.0.1", str(receiver.port)]
    for _ in range(120):  # as many associations as it grants may still be at their end, slowly beside other work
        if subprocess.run(echoed, capture_output=True, check=False).returncode == 0:
            return most
        time.sleep(0.5)
    raise AssertionError("it answers no echo")


def fuzz(seconds: float, seed: int) -> None:
    """Speak for so long, and look every few seconds, at what was said up to then and has ended."""
    until, count, most = time.monotonic() + seconds, 0, 0
    bounds = Bounds(pdu_seconds=1.0, idle_seconds=2.0, objects_a_minute=10**6)
    with tempfile.TemporaryDirectory() as place:
        receiver = ReceiverProcess(ReceiverOptions(Path(place) / "in", 0, bounds=bounds))
        port = receiver.start()
        try:
            pdus = recorded(receiver, film(Path(place) / "film.dcm", side=64))
            pid = receiver.pid
            while time.monotonic() < until:
                speakers, look_at = Speakers(port, pdus, seed + count), time.monotonic() + LOOK_EVERY_S
                while time.monotonic() < min(look_at, until) and receiver.pid == pid:
                    receiver.poll(0.1)
                began, count = seed + count, count + speakers.stop()
                try:
                    most = look(receiver, pid)
                except AssertionError as error:
                    raise AssertionError(f"{error}: seed {began}, up to {count} associations") from None
        finally:
            receiver.close()
    sys.stdout.write(f"{count} associations, at most {most >> 20} MB, no finding\n")


if __name__ == "__main__":
    fuzz(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
