"""The running program: builds and wires all objects, keeps one instance, logs crashes, saves the session.

``application.py`` is the composition root, the only place that builds; ``python -m viewer`` and the tests call it.
What concerns the process as a whole belongs here (signals, files opened from elsewhere, a second start); what
concerns the content of the window does not. Nothing below ``app`` imports it.
``display_server``, ``qt_libraries`` and ``without_window`` are for machines that cannot show a window, and import no
Qt.
"""
