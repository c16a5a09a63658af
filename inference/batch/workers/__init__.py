"""Who does the films of a run: this process, several of this machine, or the nodes of a Ray cluster, behind one port.

A worker holds one engine, gets films by their paths, and writes what belongs to a film whole or not at all; only words
and numbers travel back. Called by ``batch.archive``; the command line opens what a worker works with.
"""
