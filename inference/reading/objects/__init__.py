"""DICOM objects about a film that other programs made: presentation states, key objects, reports, segmentations.

Read within bounds into values of ``core``; typed errors only. Whether an object speaks of the film at hand is decided
here, by its references, and refused in words where it does not.
"""
