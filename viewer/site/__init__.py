"""The window onto the reader's own site: ledger, thresholds, drift, studies, teaching, similar films.

Opened from the *View* and *Tools* menus. Shows what ``inference.site`` counts; stores nothing by itself.
"""
