"""Tables of labels and the films they name: reading, splitting by patient, augmentation."""
