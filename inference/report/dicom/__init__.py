"""Results as DICOM: Secondary Capture, structured report (TID 1500), encapsulated PDF, and media with a DICOMDIR.

Called by ``output`` and the self-test, which import it late: highdicom takes a second. Our own codes keep their values.
"""
