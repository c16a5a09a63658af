"""Results as DICOM: Secondary Capture and structured report (TID 1500), written and read back.

Called by ``output`` alone, which imports it late: highdicom takes a second. Codes of our own keep their values.
"""
