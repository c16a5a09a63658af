"""Values and ports that all streets share: films, analyses, findings, annotations, errors, cancellation, limits.

Frozen, without files and without libraries but NumPy; imports nothing else of ``inference``. Everybody may call it.
A value belongs here when two streets exchange it.
"""
