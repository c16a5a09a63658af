"""A pickle read as data: its steps are followed, and nothing that it names is ever imported or called.

What it would call becomes a :class:`Record` of the name and the arguments. Protocols 0 to 5; Python's own
``pickletools`` takes the bytes apart.
"""

from __future__ import annotations

import pickletools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

MOST_STEPS = 4_000_000  # a network of a thousand layers has a twentieth of it
MOST_KEPT = 1_000_000


@dataclass(frozen=True, slots=True)
class Name:
    """A function or class that a pickle names."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


@dataclass(slots=True, eq=False)
class Record:
    """What a call of ``kind`` would make: its arguments, the state it is given, and what is put into it."""

    kind: Name
    arguments: tuple[Any, ...] = ()
    state: Any = None
    items: dict[Any, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """Something that lies outside the pickle, such as a tensor's numbers."""

    value: Any


_KEYS = (str, bytes, int, float, Name, Record, type(None))
_MARK = object()
_CONSTANTS = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
_VALUES = (
    *("INT", "LONG", "BININT", "BININT1", "BININT2", "LONG1", "LONG4", "FLOAT", "BINFLOAT", "STRING", "BINSTRING"),
    *("SHORT_BINSTRING", "UNICODE", "SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8", "BINBYTES", "SHORT_BINBYTES"),
    *("BINBYTES8", "BYTEARRAY8"),
)
_EMPTY: dict[str, Callable[[], Any]] = {"EMPTY_LIST": list, "EMPTY_TUPLE": tuple, "EMPTY_DICT": dict, "EMPTY_SET": list}
_NOTHING = ("PROTO", "FRAME")


def read_pickle(file: IO[bytes], allowed: Callable[[Name], bool]) -> Any:
    """What the pickle at the file's place describes; the place is after it then.

    Raises ``ValueError`` where it is none, names something that is not ``allowed``, or is of unreasonable size.
    """
    reader, start = _Reader(allowed), file.tell()
    try:
        for count, (step, argument, _at) in enumerate(pickletools.genops(file)):
            if count > MOST_STEPS:
                raise ValueError("it has an unreasonable number of parts")
            if step.name == "STOP":
                return reader.pop()
            reader.take(step.name, argument)
    except (IndexError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError("it is no pickle that can be followed") from error
    raise ValueError(f"it ends early, from byte {start} on")


class _Reader:
    """The stack and the memory of a pickle's machine."""

    def __init__(self, allowed: Callable[[Name], bool]) -> None:
        self._allowed = allowed
        self._stack: list[Any] = []
        self._kept: dict[int, Any] = {}

    def pop(self) -> Any:
        """Take what lies on top."""
        value = self._stack.pop()
        if value is _MARK:
            raise ValueError("it is no pickle that can be followed")
        return value

    def take(self, step: str, argument: Any) -> None:
        """Follow one step."""
        if step in _NOTHING:
            return
        if step in _VALUES:
            self._stack.append(argument)
        elif step in _CONSTANTS:
            self._stack.append(_CONSTANTS[step])
        elif step in _EMPTY:
            self._stack.append(_EMPTY[step]())
        elif step in ("PUT", "BINPUT", "LONG_BINPUT", "MEMOIZE"):
            self._keep(len(self._kept) if step == "MEMOIZE" else argument)
        elif step in ("GET", "BINGET", "LONG_BINGET"):
            self._stack.append(self._kept[argument])
        else:
            found = _STEPS.get(step)
            if found is None:
                raise ValueError(f"it holds a step ({step}) that no file of tensors has")
            found(self, argument)

    def _keep(self, place: int) -> None:
        if len(self._kept) > MOST_KEPT:
            raise ValueError("it keeps an unreasonable number of parts")
        self._kept[place] = self._stack[-1]

    def _since_mark(self) -> list[Any]:
        found: list[Any] = []
        while (value := self._stack.pop()) is not _MARK:
            found.append(value)
        return found[::-1]

    def mark(self, _argument: Any) -> None:
        """Remember where a list of values begins."""
        self._stack.append(_MARK)

    def drop(self, _argument: Any) -> None:
        """Take the top away."""
        self._stack.pop()

    def drop_to_mark(self, _argument: Any) -> None:
        """Take all since the mark away."""
        self._since_mark()

    def twice(self, _argument: Any) -> None:
        """Put the top there once more."""
        self._stack.append(self._stack[-1])

    def tuple_of(self, count: int) -> None:
        """Make a tuple of the last values; of all since the mark for 0."""
        values = [self.pop() for _ in range(count)][::-1] if count else self._since_mark()
        self._stack.append(tuple(values))

    def list_of(self, _argument: Any) -> None:
        """Make a list of all since the mark; a set is one, too."""
        self._stack.append(self._since_mark())

    def dict_of(self, _argument: Any) -> None:
        """Make a dictionary of all since the mark."""
        values = self._since_mark()
        self._stack.append(dict(_pairs(values)))

    def append(self, values: list[Any]) -> None:
        """Put values into the list on top."""
        top = self._stack[-1]
        if not isinstance(top, list):
            raise TypeError
        top.extend(values)

    def set_items(self, values: list[Any]) -> None:
        """Put pairs into the dictionary, or the record, on top."""
        top = self._stack[-1]
        items = top.items if isinstance(top, Record) else top
        if not isinstance(items, dict):
            raise TypeError
        items.update(_pairs(values))

    def name(self, module: Any, name: Any) -> None:
        """Put a name there, where it is allowed."""
        if not isinstance(module, str) or not isinstance(name, str):
            raise TypeError
        found = Name(module, name)
        if not self._allowed(found):
            raise ValueError(f"it would call {str(found)[:80]}, which no file of tensors needs")
        self._stack.append(found)

    def call(self, _argument: Any) -> None:
        """Note what would be called, and with what."""
        arguments, kind = self.pop(), self.pop()
        if isinstance(kind, Reference) and isinstance(kind.value, tuple) and kind.value[:1] == ("module",):
            kind = kind.value[1]  # PyTorch before 1.6 wrote a class with its source beside it, which is left alone
        if not isinstance(kind, Name) or not isinstance(arguments, tuple):
            raise TypeError
        empty = str(kind) == "collections.OrderedDict" and not arguments
        self._stack.append({} if empty else Record(kind, arguments))

    def build(self, _argument: Any) -> None:
        """Note the state of the record on top; that of a dictionary is nothing that is needed."""
        state, top = self.pop(), self._stack[-1]
        if isinstance(top, Record):
            top.state = state

    def refer(self, value: Any) -> None:
        """Put a reference there."""
        self._stack.append(Reference(value))


def _pairs(values: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Keys and values; a key is a word or a number: tuples within tuples may take for ever to be looked up."""
    for key, value in zip(values[::2], values[1::2], strict=True):
        if not isinstance(key, _KEYS):
            raise ValueError("it names a part by something that is neither a word nor a number")  # noqa: TRY004
        yield key, value


_STEPS: dict[str, Callable[[_Reader, Any], None]] = {
    "MARK": _Reader.mark,
    "POP": _Reader.drop,
    "POP_MARK": _Reader.drop_to_mark,
    "DUP": _Reader.twice,
    "TUPLE": lambda reader, _: reader.tuple_of(0),
    "TUPLE1": lambda reader, _: reader.tuple_of(1),
    "TUPLE2": lambda reader, _: reader.tuple_of(2),
    "TUPLE3": lambda reader, _: reader.tuple_of(3),
    "LIST": _Reader.list_of,
    "FROZENSET": _Reader.list_of,
    "DICT": _Reader.dict_of,
    "APPEND": lambda reader, _: reader.append([reader.pop()]),
    "APPENDS": lambda reader, _: reader.append(reader._since_mark()),  # noqa: SLF001 - its own steps
    "ADDITEMS": lambda reader, _: reader.append(reader._since_mark()),  # noqa: SLF001 - its own steps
    "SETITEM": lambda reader, _: reader.set_items([reader.pop(), reader.pop()][::-1]),
    "SETITEMS": lambda reader, _: reader.set_items(reader._since_mark()),  # noqa: SLF001 - its own steps
    "GLOBAL": lambda reader, argument: reader.name(*str(argument).split(" ", 1)),
    "STACK_GLOBAL": lambda reader, _: reader.name(*[reader.pop(), reader.pop()][::-1]),
    "REDUCE": _Reader.call,
    "NEWOBJ": _Reader.call,
    "BUILD": _Reader.build,
    "BINPERSID": lambda reader, _: reader.refer(reader.pop()),
}
