"""Every command of the window: the table of actions, menus, shortcuts, command palette, and what enables them.

Add a command by a row of the table in ``action_table.py``; it names the method that runs it. Called by ``window``.
"""
