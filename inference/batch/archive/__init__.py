"""A run over more films than one machine does, or than fit into memory: tables as streams, resumed exactly, merged.

Called by the command line. Films of a run are done by ``batch.workers``; here their rows are gathered and counted.
"""
