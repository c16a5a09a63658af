"""Every command of the window: the table of actions, menus, shortcuts, command palette, and what enables them.

Add a command by a row of the table in ``action_table.py`` and a ``Command`` of the same name in
``viewer.window.binding.bindings``, which says what it does and what it needs. Called by ``window``.
"""
