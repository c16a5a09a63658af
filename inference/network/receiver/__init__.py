"""The receiver: a process of its own that others send to, bounded in memory, disk, associations and bytes.

``receiver_process`` is the side of the program, which starts it, hears of what came and ends it; ``server`` runs in
the child. Nothing in the child decodes a pixel or writes outside its inbox.
"""
