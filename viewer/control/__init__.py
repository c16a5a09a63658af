"""User intents in, jobs out: what happens when a reader asks for something.

``Controller`` is composed of objects with one duty each (``view``, ``travel``, ``annotations``, ``assessments``,
``unaided``, ``worklist``, ``thumbnails``, ``opening``, ``analysing``, ``layout``, ``exports``, ``messages``,
``waiting``). ``changes`` (``session_changes.py``) holds the session and is the one queue through which everybody hears
of it; who hears what stands in ``window.main_window``. What is done beside the window is in ``jobs``, whose worker is
the only owner of threads; what opens and restores is in ``opening``. Called by the window's parts; calls ``state`` and
``inference``; knows no widget.
"""
