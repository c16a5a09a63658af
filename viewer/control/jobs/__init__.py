"""Work beside the window: the worker and its lanes, who waits for which answer, and what is done ahead of need.

``worker.py`` is the only owner of threads. Called by the parts of the controller; what an answer means is theirs.
"""
