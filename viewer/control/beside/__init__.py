"""What goes on beside the reader's work, and never before it: small views of the open film, regions, what is kept.

Each listens to the session and works on a lane of the worker; none is waited for. Built by ``controller``.
"""
