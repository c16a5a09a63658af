"""Measurements of annotations: lengths, angles, ratios, regions, with honest units. NumPy only, no window."""
