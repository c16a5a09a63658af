"""Whether a pack's heatmaps answer to its weights: shuffled from the top, maps must change.

Called by ``thoracam model check --deep``. Needs no TensorFlow where the pack brings its compiled form.
"""
