#!/usr/bin/env bash
# Every object of a film in the code of other viewers, as they publish it: reports in OHIF's extension for them and the
# adapters of Cornerstone3D (npm), reports and a heatmap as data in dcmqi, with which 3D Slicer reads them (PyPI).
set -euo pipefail
cd "$(dirname "$0")/../../.."
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
uv run --no-sync python -m tests.e2e.viewers.objects "$folder/made"
cornerstone=5.6.8
npm install --prefix "$folder/modules" --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps \
  @ohif/extension-cornerstone-dicom-sr@3.13.13 dcmjs@0.52.0 gl-matrix@3.4.3 @babel/runtime@7.29.7 \
  @cornerstonejs/adapters@$cornerstone @cornerstonejs/core@$cornerstone @cornerstonejs/metadata@$cornerstone \
  @cornerstonejs/tools@$cornerstone
uv venv -q "$folder/dcmqi"
uv pip install -q --python "$folder/dcmqi/bin/python" dcmqi==1.5.7
for made in "$folder"/made/comprehensive*; do
  node tests/e2e/viewers/ohif_reports.mjs "$folder/modules" "$folder/made/film.dcm" "$made"/*-sr.dcm
  for report in "$made"/*-sr.dcm; do
    "$folder/dcmqi/bin/tid1500reader" --inputDICOM "$report" --outputMetadata "$folder/read.json" >"$folder/log" 2>&1
    echo "dcmqi, $(basename "$report"): $(grep -c '"TrackingIdentifier"' "$folder/read.json") groups"
  done
  "$folder/dcmqi/bin/paramap2itkimage" --inputDICOM "$made/heat-pneumothorax.dcm" --outputDirectory "$folder" \
    >"$folder/log" 2>&1 && { echo "dcmqi reads a map without orientation: say so in the manual"; exit 1; }
  echo "dcmqi, heat-pneumothorax.dcm: $(grep ERROR "$folder/log")"  # a projection has no orientation in the patient
done
