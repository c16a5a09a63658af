"""``thoracam`` on the reader's own site: agreement, thresholds, drift, reader studies, record of use.

The commands count and print; what is counted is in ``inference.site``.
"""
