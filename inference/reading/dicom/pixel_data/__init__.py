"""The pixels of a DICOM file: transfer syntaxes, encapsulated fragments, frames, code streams, missing parts.

Called by ``reading.dicom`` alone.
"""
