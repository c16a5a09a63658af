"""Tables of labels (CSV, Excel) and the films they name: reading, splitting by patient, augmentation, batches.

The lowest street of training: knows of no network.
"""
