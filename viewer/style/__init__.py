"""Theme, fonts, translation, plain text: how all widgets look and in which language they speak.

Called by all packages with widgets; calls only ``resources``.
"""
