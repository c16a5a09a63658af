"""Results as DICOM: pictures, presentation states, key objects, structured reports (TID 1500), heat, PDF; and media.

What the model says and what a reader says are objects apart. Called by ``output`` and the self-test, which import it
late: highdicom takes a second. Our own codes keep their values.
"""
