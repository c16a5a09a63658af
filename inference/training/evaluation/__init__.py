"""How good a pack is: metrics, curves, calibration, localisation, the heatmap gallery, the evaluation page.

``thoracam evaluate`` runs it through the engine itself; ``fitting`` takes metrics and plots from it.
"""
