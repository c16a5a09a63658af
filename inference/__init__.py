"""ThoraCAM's engine: reads films, runs model packs, writes reports; headless, without Qt.

Importing this package imports neither Qt nor TensorFlow. Calls go ``core < files, text < imaging < model_pack,
annotations, reading < engine < report < batch, system, network, site < training < cli``; ``recipes`` make the bundled
assets and are imported by nothing.
"""

__version__ = "0.2.0"
