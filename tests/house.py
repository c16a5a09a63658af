"""The measures of the house: ``python -m tests.house`` prints ``name: value``, and fails where one is above its goal.

``packages`` and ``arrows``: the house as a newcomer draws it, the packages of ``inference``, the window as one, and
``resources``, with an arrow from each to each other whose code it imports. ``window_packages`` and ``window_arrows``:
the same inside the window. ``circles``: groups of files that import each other, imports for types alone included.
``largest_folder``: Python files in the fullest folder. ``sliced_classes``: classes of ours whose methods stand in
several files, because they have several parents of ours, or one that has no other child. ``string_intents``: lookups
by a name that is not written there. ``files_path_to_bars``: files of the program with a function that is given the
film (its path, radiograph or analysis) while the real window opens it, until its bars are shown.
"""

from __future__ import annotations

import ast
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ("viewer", "inference", "resources")
GOALS = {
    "packages": 20,
    "arrows": 90,
    "circles": 0,
    "largest_folder": 20,
    "sliced_classes": 0,
    "string_intents": 0,
    "files_path_to_bars": 45,
    "readme_bytes": 10_240,
    "functions_over_50": 0,
    "files_over_300": 0,
}
LONGEST_FUNCTION, LONGEST_FILE = 50, 300
OPEN_S = 900  # beside whatever else the machine does
PLAIN_PARENTS = frozenset({"Protocol", "Exception", "Enum", "StrEnum", "NamedTuple", "TypedDict"})


def modules() -> dict[str, Path]:
    """Files of the program by the names under which they are imported."""
    found = {}
    for path in (file for top in PROGRAM for file in (ROOT / top).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def trees(found: Mapping[str, Path]) -> dict[str, ast.Module]:
    """Each module as a syntax tree."""
    return {name: ast.parse(path.read_text("utf-8")) for name, path in found.items()}


def imports(parsed: Mapping[str, ast.Module]) -> dict[str, set[str]]:
    """Which module of the program each imports, wherever the import stands."""
    return {name: set(_imported(tree, parsed)) - {name} for name, tree in parsed.items()}


def _imported(tree: ast.Module, known: Mapping[str, ast.Module]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield from {inner if inner in known else node.module} & known.keys()
        elif isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & known.keys()


def arrows(edges: Mapping[str, set[str]], depth: Mapping[str, int]) -> set[tuple[str, str]]:
    """Imports between packages, cut to as many parts of their names as ``depth`` says for each top."""

    def package(name: str) -> str:
        parts = name.split(".")
        return ".".join(parts[: depth[parts[0]]])

    tops = {(package(name), package(other)) for name, others in edges.items() for other in others}
    return {(one, other) for one, other in tops if one != other}


def circles(edges: Mapping[str, set[str]]) -> list[set[str]]:
    """Groups of modules that import each other, by Tarjan's strongly connected components."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(name: str) -> None:
        number[name] = low[name] = len(number)
        stack.append(name)
        for other in edges[name]:
            if other not in number:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], number[other])
        if low[name] == number[name]:
            place = stack.index(name)
            found.append(set(stack[place:]))
            del stack[place:]

    for name in edges:
        if name not in number:
            visit(name)
    return [group for group in found if len(group) > 1]


def sliced_classes(parsed: Mapping[str, ast.Module]) -> list[str]:
    """Classes with several parents of ours, or with one in another file that has no other child and is no port."""
    classes = {
        node.name: (module, node)
        for module, tree in parsed.items()
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }
    parents = {name: [_last(base) for base in node.bases] for name, (_, node) in classes.items()}
    children = Counter(parent for bases in parents.values() for parent in bases)

    def slices(name: str) -> list[str]:
        ours = [base for base in parents[name] if base in classes and not _is_plain(base, parents)]
        elsewhere = [base for base in ours if classes[base][0] != classes[name][0] and _has_methods(classes[base][1])]
        return elsewhere if len(ours) > 1 else [base for base in elsewhere if children[base] == 1]

    return [name for name in classes if slices(name)]


def _last(base: ast.expr) -> str:
    return base.attr if isinstance(base, ast.Attribute) else base.id if isinstance(base, ast.Name) else ""


def _is_plain(name: str, parents: Mapping[str, list[str]]) -> bool:
    bases = parents.get(name, [])
    return any(base in PLAIN_PARENTS or _is_plain(base, parents) for base in bases)


def _has_methods(node: ast.ClassDef) -> bool:
    return any(isinstance(item, ast.FunctionDef) for item in node.body)


def string_intents(parsed: Mapping[str, ast.Module]) -> list[str]:
    """Places in the window that look a method up by a string that is put together elsewhere."""
    return [
        f"{name}:{node.lineno}"
        for name, tree in parsed.items()
        if name.startswith("viewer") and not name.startswith("viewer.state")  # values have fields, no intents
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr"
        if not isinstance(node.args[1], ast.Constant) and _last(node.args[0]) != "signal"
    ]


def long_functions(parsed: Mapping[str, ast.Module]) -> list[str]:
    """Functions over ``LONGEST_FUNCTION`` lines."""
    return [
        f"{name}.{node.name}"
        for name, tree in parsed.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]


class Entered:
    """Files of the program with a function that was given the film, seen by a profile function on every thread."""

    def __init__(self, film: Path) -> None:
        from inference.core.analysis import Analysis
        from inference.core.film import Radiograph

        self.files: set[str] = set()
        self._film, self._values = film, (Radiograph, Analysis)

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:
        """Note the file of a function that begins with the film among its arguments."""
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(str(ROOT)):
            return
        place = Path(code.co_filename).relative_to(ROOT)
        name = place.as_posix()
        if name in self.files or place.parts[0] not in PROGRAM:
            return
        given = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        if any(self._carries(frame.f_locals.get(one)) for one in given):
            self.files.add(name)

    def _carries(self, value: object) -> bool:
        if isinstance(value, self._values):
            return True
        if isinstance(value, Path):
            return value.name == self._film.name
        return isinstance(value, tuple | list) and len(value) < 5 and any(self._carries(one) for one in value)


def files_path_to_bars() -> set[str]:
    """What a film enters on its way from ``open files`` to its bars, in the real window with the bundled pack."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    import resources
    from inference.reading import read_film
    from viewer.app.application import build

    qt = QApplication.instance() or QApplication([])
    film = min(resources.path("samples").rglob("*.dcm"))
    with tempfile.TemporaryDirectory() as folder:
        program = build(Path(folder) / "settings.toml", annotations=Path(folder) / "annotations")
        program.window.show()
        entered = Entered(film)
        threading.setprofile(entered)
        sys.setprofile(entered)
        read_film(film)  # what the reading process does out of sight
        program.window.files.open_paths((film,))
        deadline = time.monotonic() + OPEN_S
        while not _analysed(program.controller.session) and time.monotonic() < deadline:
            qt.processEvents()
            time.sleep(0.01)
        sys.setprofile(None)
        threading.setprofile(None)
        state = program.controller.session
        program.close()
    assert _analysed(state)
    return entered.files


def _analysed(session: Any) -> bool:
    return session.film is not None and session.film.analysis is not None


def measures() -> dict[str, int]:
    """All measures by name."""
    found = modules()
    parsed = trees(found)
    edges = imports(parsed)
    house = arrows(edges, {"viewer": 1, "inference": 2, "resources": 1})
    window = {
        (one, other) for one, other in arrows(edges, {"viewer": 2, "inference": 1, "resources": 1}) if "viewer." in one
    }
    inside = {pair for pair in window if "viewer." in pair[1]}
    folders = Counter(path.parent for path in found.values())
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in found.items()}
    return {
        "packages": len({one for pair in house for one in pair}),
        "arrows": len(house),
        "window_packages": len({one for pair in inside for one in pair}),
        "window_arrows": len(inside),
        "circles": len(circles(edges)),
        "largest_folder": max(folders.values()),
        "sliced_classes": len(sliced_classes(parsed)),
        "string_intents": len(string_intents(parsed)),
        "files_path_to_bars": len(files_path_to_bars()),
        "readme_bytes": (ROOT / "README.md").stat().st_size,
        "functions_over_50": len(long_functions(parsed)),
        "files_over_300": sum(length > LONGEST_FILE for length in lengths.values()),
    }


def main() -> int:
    """Print the measures; 1 where one is above its goal."""
    found = measures()
    above = {name: value for name, value in found.items() if value > GOALS.get(name, value)}
    for name, value in above.items():
        sys.stderr.write(f"{name} is {value}, the goal is {GOALS[name]}\n")
    for name, value in found.items():
        sys.stdout.write(f"{name}: {value}\n")
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
