"""The commands that work without a window, one module each."""
