"""Results as DICOM: Secondary Capture and structured report (TID 1500), written and read back.

Called by ``output`` and the self-test, which import it late: highdicom takes a second. Our own codes keep their values.
"""
