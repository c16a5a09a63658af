"""Sending: what an object is, the form in which a node takes it, and the queue that survives a restart."""
