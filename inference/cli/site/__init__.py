"""The commands on the reader's own site: count agreement, tune thresholds, watch drift.

They count and print; what is counted is in ``inference.site``.
"""
