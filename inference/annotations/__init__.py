"""What readers draw and say of a film: stored by film hash, serialized, worded, measured.

The values themselves are in ``core``. Called by the window, ``report`` and the command line.
"""
