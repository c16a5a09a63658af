"""How good a pack is: curves, calibration, localisation metrics, sanity checks, the evaluation page."""
