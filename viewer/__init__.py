"""The desktop window (PySide6, pyqtgraph).

Only ``viewer`` imports Qt. It may call anything in ``inference`` and ``resources``; neither ever imports it back.
Inside, calls go ``state < control < viewport, annotations, findings, worklist, commands, dialogs < export < window <
app``; ``style`` serves them all.
"""
