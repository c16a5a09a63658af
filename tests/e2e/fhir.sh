#!/usr/bin/env bash
# FHIR bundles of the bundled samples, read by an implementation of R4 that is not ours (fhirclient, in an environment
# of its own): every resource is taken apart strictly and must come back the same.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
uv run --no-sync thoracam analyze resources/samples/alex resources/samples/kim --out "$folder/named" --fhir --no-heatmaps
uv run --no-sync thoracam analyze resources/samples/alex --out "$folder/anonymous" --fhir --no-heatmaps --anonymize
uv run --no-project --with fhirclient==4.3.0 python - "$folder" <<'PYTHON'
import importlib, json, pathlib, sys
count = 0
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.fhir.json")):
    for entry in json.loads(path.read_text("utf-8"))["entry"]:
        found = entry["resource"]
        kind = found["resourceType"]
        made = getattr(importlib.import_module(f"fhirclient.models.{kind.lower()}"), kind)(found, strict=True)
        assert made.as_json() == found, (path, kind)
        count += 1
print(f"resources read and written the same: {count}")
sys.exit(count == 0)
PYTHON
