"""Measuring on films: marks in film pixels in, figures with honest units out. NumPy only, no window."""
