"""What the window does on the network, as work for the worker: searching, fetching, sending, and what arrives.

Nothing here opens a socket itself; the libraries come with the first piece of work, on the worker's thread.
"""
