"""Holds the RayJob of the manual to the schema of its kind, by hand: ``python -m tests.e2e.kuberay CRD.yaml``.

The file is ``ray-operator/config/crd/bases/ray.io_rayjobs.yaml`` of KubeRay. Fields that the schema does not know,
which Kubernetes would drop without a word, are errors here.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import jsonschema
import yaml

import resources


def main(crd: Path) -> int:
    """Validate each manifest of the page that is of the kind; returns how many errors there are."""
    definition = yaml.safe_load(crd.read_text("utf-8"))
    kind = definition["spec"]["names"]["kind"]
    schemas = {one["name"]: one["schema"]["openAPIV3Schema"] for one in definition["spec"]["versions"]}
    found = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", page(), re.DOTALL)]
    errors = 0
    for manifest in (one for one in found if one["kind"] == kind):
        schema = strict(schemas[manifest["apiVersion"].partition("/")[2]])
        for error in jsonschema.Draft7Validator(schema).iter_errors(manifest):
            errors += 1
            sys.stdout.write(f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}\n")
        sys.stdout.write(f"{manifest['metadata']['name']}: {errors} errors\n")
    return errors


def page() -> str:
    """The page on archives."""
    return resources.path("docs/archive.md").read_text("utf-8")


def strict(schema: Any) -> Any:
    """The schema with no field allowed that it does not name, and numbers where it allows them for text."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: strict(value) for key, value in schema.items() if key != "description"}
    if made.pop("x-kubernetes-int-or-string", False):
        made.pop("type", None)
    if "properties" in made and not schema.get("x-kubernetes-preserve-unknown-fields"):
        known = {"apiVersion", "kind", "metadata"} & made["properties"].keys()
        made.setdefault("additionalProperties", False)
        if known and isinstance(made["properties"].get("metadata"), dict):
            made["properties"]["metadata"] = {"type": "object"}
    return made


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
