"""Networks of other programs made into packs: ONNX files, and torchxrayvision's weights.

A file is looked at before anything is made of it, read in a process of its own, split at its target layer, and held
against what the whole network gives. No code of a file is run, and no PyTorch is needed. Called by ``cli``.
"""
