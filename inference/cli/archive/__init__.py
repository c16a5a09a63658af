"""Runs over archives on the command line: ``thoracam analyze`` with a list, ``--shard`` or ``--on``, and ``merge``.

What a worker opens, on whatever machine, is ``opening``; the rest stays with who typed the command.
"""
