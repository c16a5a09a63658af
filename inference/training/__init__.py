"""Training: labels, augmentation, simulation, networks, fitting and judging of model packs."""
