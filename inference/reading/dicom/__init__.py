"""DICOM as PS3.3 and PS3.5 say it: preflight, image pixel module, LUTs, overlay planes, shutters, identity.

A hostile data set is walked before pydicom sees it. LUTs are read here and applied in ``imaging``.
Called by ``reading.files`` alone.
"""

from inference.reading.dicom import pydicom_import as pydicom_import  # before anything here imports pydicom
