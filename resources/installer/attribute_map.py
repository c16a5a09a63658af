"""highdicom's list of the attributes of DICOM's modules, less the modules of objects that the program never makes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = "module_attribute_map.json"
MADE = ("secondary-capture-image", "basic-text-sr", "enhanced-sr", "comprehensive-sr", "comprehensive-3d-sr")
"""What the program makes: captures and structured reports."""
COPIED = ("Patient", "Study")
"""What is taken over from a film of any kind."""
ASKED = ("NumberOfFrames",)
"""What is asked of a film of any kind: whether its kind has them, so that a region says which frame it is of."""


def without_unused(tables: Path, target: Path) -> None:
    """Write at ``target`` the list that lies among highdicom's tables, with the modules that are needed."""
    objects: dict[str, list[dict[str, Any]]] = json.loads((tables / "iod_module_map.json").read_text(encoding="utf-8"))
    modules: dict[str, list[Any]] = json.loads((tables / FILE).read_text(encoding="utf-8"))
    needed = {part["key"] for name, parts in objects.items() for part in parts if _is_needed(name, part["ie"])}
    target.parent.mkdir(parents=True, exist_ok=True)
    kept = {
        key: attributes if key in needed else [each for each in attributes if each["keyword"] in ASKED]
        for key, attributes in modules.items()
    }
    target.write_text(json.dumps(kept, separators=(",", ":")), encoding="utf-8")


def _is_needed(name: str, entity: str) -> bool:
    return entity in COPIED or name in MADE
