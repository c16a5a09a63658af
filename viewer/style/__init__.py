"""Theme, fonts, pointers, translation, plain text, and lists and sliders that a passing wheel leaves alone.

Called by all packages with widgets; calls only ``resources``.
"""
