"""The window's dialog of site thresholds: scores of own films, an operating point chosen on them, and its file."""
