"""The reader's own site: what is kept of films that were read, and questions to it, on the worker's thread.

Called by the window's ``site`` and by its actions. What is counted, and how, is in ``inference.site``.
"""
