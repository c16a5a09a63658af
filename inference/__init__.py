"""ThoraCAM's engine: reads films, runs model packs, writes reports; headless, without Qt.

Importing this package imports neither Qt nor TensorFlow.
"""

__version__ = "0.1.0"
