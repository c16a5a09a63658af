"""Networks and their fitting: losses, schedules, checkpoints that resume bit by bit, validation, the written pack.

Keras on any backend, imported inside functions; ``run`` and the recipes call it.
"""
