"""The bill of materials (CycloneDX 1.6, JSON): every bundled part with version, licence, and the hashes of the lock."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

import inference
from tests.supply.licences import FOLDER, OURS_NAME, Part
from tests.supply.lock import pinned

SBOM = FOLDER / "sbom.cdx.json"
KINDS = {"NIH ChestX-ray14": ComponentType.DATA, "MobileNetV2 start weights": ComponentType.MACHINE_LEARNING_MODEL}
FILE_HASH = "thoracam:file-sha256"  # one of the files that the lock accepts: a distribution has one for each system
MARKER = "thoracam:installed-where"


def bill(parts: Sequence[Part]) -> str:
    """The bill as JSON, the same for the same parts: neither time nor chance is in it, and no address."""
    bom = Bom()
    known = {(entry.name, entry.version): entry.hashes for entry in pinned()}
    components = [_component(part, known.get((part.name, part.version), ())) for part in parts]
    bom.metadata.component = components[0]
    bom.components.update(components[1:])
    bom.register_dependency(components[0], components[1:])
    found: dict[str, Any] = json.loads(JsonV1Dot6(bom).output_as_string())
    del found["metadata"]["timestamp"], found["serialNumber"]
    found["serialNumber"] = uuid5(NAMESPACE_URL, json.dumps(found, sort_keys=True)).urn
    return json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def write(parts: Sequence[Part], path: Path = SBOM) -> None:
    """Write the bill."""
    path.write_text(bill(parts), encoding="utf-8", newline="\n")


def _component(part: Part, hashes: Sequence[str]) -> Component:
    ours = part.name == OURS_NAME
    version = inference.__version__ if ours else part.version
    kind = ComponentType.APPLICATION if ours else KINDS.get(part.name, ComponentType.LIBRARY)
    properties = [Property(name=FILE_HASH, value=value) for value in hashes]
    if part.marker:
        properties.append(Property(name=MARKER, value=part.marker))
    return Component(
        name=part.name,
        version=version or None,
        type=kind,
        bom_ref=re.sub(r"[^A-Za-z0-9.@+-]+", "-", f"{part.name}@{version}" if version else part.name),
        licenses=[LicenseExpression(part.licence)],
        purl=PackageURL("pypi", name=part.name, version=part.version) if hashes else None,
        properties=properties,
    )
