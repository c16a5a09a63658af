"""How good a pack is: curves, calibration, localisation, the heatmap gallery, the evaluation page.

``thoracam evaluate`` runs it through the engine itself; ``fitting`` takes plots from it. Metrics and intervals are in
``core.statistics``.
"""
