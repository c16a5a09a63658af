"""The list of studies and films at the left: model, rows or thumbnails, search, order, filter, what is analysed.

Shows the session's studies and says which film was picked; called by ``window``.
"""
