"""What makes the bundled assets: the pack, the film check, the phantom, simulated findings, the samples.

Run by hand by developers (``python -m inference.recipes...``); in no wheel and no installer, and imported by nothing
but tests. May use everything else in ``inference``.
"""
