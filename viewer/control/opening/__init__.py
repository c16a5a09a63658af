"""Opening files and folders, and showing again what a report shows or what was open before.

``opening.py`` is asked by the window and by ``app``; the restores wait for what they need, do each step once and
leave. What is found below a path is decided in ``inference.reading``.
"""
