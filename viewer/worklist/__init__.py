"""The list of studies and films at the left: model, thumbnails on demand, search and order.

Shows the session's studies and says which film was picked; called by ``window``.
"""
