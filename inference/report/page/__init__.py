"""A report page as a display list (text, boxes, images), then rasterized or written as PDF: the two cannot differ.

Text is set, ordered and measured once for both. Knows of no file that is written; ``dicom`` and ``output`` call it.
What is printed may change here; the facts a page carries (``provenance``) are read again by later versions.
"""
