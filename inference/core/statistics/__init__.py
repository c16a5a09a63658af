"""Pure statistics of scores and counts: areas under ROC curves, calibration, intervals that are honest for few films.

By NumPy alone; every function names its source. Called wherever figures are said: training's evaluation, the reader's
site, reader studies.
"""
