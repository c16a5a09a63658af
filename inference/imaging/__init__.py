"""From modality values to pictures: display pipeline, colour maps, heatmap overlay and contours, model input.

NumPy and OpenCV on arrays; no files, no widgets. Window and reports draw through it, so both show the same.
"""
