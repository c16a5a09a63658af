"""What each action of the table does in a window: a ``Command`` for each name, with what it needs.

Built by the main window from its parts; those of the worklist have a file of their own.
"""
