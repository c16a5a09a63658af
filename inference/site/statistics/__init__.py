"""Statistics of a site's own films: operating points from normals, conformal bands, differences between two times.

Pure functions of NumPy arrays and counts; every one names its source. What others need too is in ``core.statistics``.
"""
