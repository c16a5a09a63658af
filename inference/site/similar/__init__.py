"""Films of one's own that are like another: an index of what the network saw of each film that was analysed here.

A file of the user's own (SQLite), off until it is asked for, which can be emptied. Called by the window. Knows no
pixels: features come from the engine.
"""

from inference.site.similar.index import Indexed, Neighbour, SimilarIndex, index_path

__all__ = ["Indexed", "Neighbour", "SimilarIndex", "index_path"]
