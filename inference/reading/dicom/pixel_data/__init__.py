"""The pixels of a DICOM file: transfer syntaxes, fragments, decoders, frames, code streams, missing parts.

Called by ``reading.dicom`` alone.
"""
