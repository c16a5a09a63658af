"""From modality values to pictures: window/level and VOI LUT applied, colour maps, overlays, contours, model input.

NumPy and OpenCV on arrays; no files, no widgets. Window and reports draw through it, so both show the same.
"""
