"""The window onto the reader's own site: ledger, site thresholds, reader studies, teaching, drift.

Opened from the *View* and *Tools* menus. Shows what ``inference.site`` counts; stores nothing by itself.
"""
