"""Examples that end the help of ``thoracam model``."""

from __future__ import annotations

EXAMPLES = (
    ("Does a pack load and run here?", "thoracam model check my-pack"),
    ("What does the bundled pack promise?", "thoracam model info resources/models/thoracam"),
    ("A pack of an ONNX file", "thoracam model new net.onnx --findings pneumothorax,pleural_effusion --out my-pack"),
    ("A pack of the seed notebook's seven files", "thoracam model import-seed weights --out seed-pack"),
)
CHECK_EXAMPLES = (
    ("Verify, load, and run once on a blank film", "thoracam model check my-pack"),
    ("How steady are its probabilities on a film?", "thoracam model check my-pack --stability film.dcm"),
    ("Do its heatmaps answer to its weights?", "thoracam model check my-pack --deep"),
    ("Files and promises alone, in a second", "thoracam model check --files-only my-pack"),
)
INFO_EXAMPLES = (
    ("Findings, operating points, figures, limits", "thoracam model info my-pack"),
    ("The bundled pack", "thoracam model info resources/models/thoracam"),
)
FACTS_EXAMPLES = (
    ("What does the bundled pack answer, and what not?", "thoracam model facts resources/models/thoracam"),
    ("A page to print or to file", "thoracam model facts my-pack --html facts.html"),
)
NEW_EXAMPLES = (
    (
        "Films entered training less a mean, over a deviation",
        "thoracam model new net.onnx --findings pneumothorax,none --mean 0.485 --deviation 0.229 --out my-pack",
    ),
    (
        "Two findings; black and white entered training as -1 and 1",
        "thoracam model new net.keras --findings pneumothorax,pleural_effusion --range -1 1 --out my-pack",
    ),
    (
        "A softmax over normal and pneumothorax, films letterboxed",
        "thoracam model new net.keras --findings none,pneumothorax --fit letterbox --out my-pack",
    ),
)
COMPILE_EXAMPLES = (
    ("For a pack that was made by another program", "thoracam model compile my-pack"),
    ("Then see whether it runs", "thoracam model check my-pack"),
)
IMPORT_EXAMPLES = (
    ("A folder with one HDF5 file for each finding", "thoracam model import-seed weights --out seed-pack"),
    ("Then see whether it runs", "thoracam model check seed-pack"),
)
IMPORT_XRV_EXAMPLES = (
    ("Published weights, as they were downloaded", "thoracam model import-xrv nih-pc-chex-mimic.pt --out xrv"),
    ("Under another name", "thoracam model import-xrv dense.pt --weights densenet121-res224-all --out xrv"),
)
ENSEMBLE_EXAMPLES = (
    ("The mean of two packs", "thoracam model ensemble pack-a pack-b --out both"),
    ("Then see whether it runs", "thoracam model check both"),
)
