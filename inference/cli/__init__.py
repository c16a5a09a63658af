"""The command line, ``thoracam COMMAND``: parsing here, one module a command in ``commands``.

Called by ``viewer.__main__``; runs without Qt. Exit status and ``--help`` are promises to users.
"""
