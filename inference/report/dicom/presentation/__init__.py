"""A film as seen as a Grayscale Softcopy Presentation State: grayscale, shutter, how it lies, graphic layers.

Called by ``report.dicom.files``. highdicom's own has no spatial transform, no shutter and the whole area only.
"""
