"""Results as DICOM: Secondary Capture and structured report (TID 1500), written and read back."""
