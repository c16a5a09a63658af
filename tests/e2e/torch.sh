#!/bin/sh
# Networks of PyTorch with random weights, written as ONNX and as PyTorch's own files, brought in as packs and held
# against PyTorch's logits and the public Grad-CAM's maps. PyTorch has an environment of its own, beside the program's.
# With FILMS (films, and labels.csv with file, patient and nih_labels) a small network is trained on them as well, and
# its AUC after the way through ONNX is held against PyTorch's.
#   sh tests/e2e/torch.sh [FOLDER [FILMS]]     from the checkout; takes minutes, and gigabytes the first time
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
if [ -n "${2-}" ]; then
    rm -rf "$folder/trained"
    "$folder/.venv/bin/python" tests/e2e/pytorch/train.py "$2" "$folder/trained"
    "$python" -m tests.e2e.pytorch.same_auc "$2" "$folder/trained"
fi
