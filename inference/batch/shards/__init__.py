"""Which films a run does: lists and folders of any length as a stream, and the part of them that is one shard's.

Called by the command line and by ``batch.archive``; nothing here opens a film.
"""
