#!/bin/sh
# Networks of PyTorch with random weights, written as ONNX and as PyTorch's own files, brought in as packs and held
# against PyTorch's logits and the public Grad-CAM's maps. PyTorch has an environment of its own, beside the program's.
# Run from the checkout: sh tests/e2e/torch.sh [FOLDER]; takes some minutes, and gigabytes the first time.
set -eu
folder="${1:-${XDG_CACHE_HOME:-$HOME/.cache}/thoracam-torch}"
python="${PYTHON:-.venv/bin/python}"
mkdir -p "$folder"
if [ ! -x "$folder/.venv/bin/python" ]; then
    uv venv --python 3.11 "$folder/.venv"
    uv pip install --python "$folder/.venv/bin/python" torch torchvision torchxrayvision grad-cam onnx onnxscript
fi
"$folder/.venv/bin/python" tests/e2e/pytorch/networks.py "$folder/nets"
"$python" -m tests.e2e.pytorch.compare "$folder/nets"
