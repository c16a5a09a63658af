"""User intents in, jobs out: what happens when a reader asks for something.

The controller is composed of objects with one duty each (opening, analysis, prior, annotations, exports); it holds
the session and delivers its changes. ``worker.py`` is the only owner of threads. Called by the window's parts; calls
``state`` and ``inference``; knows no widget.
"""
