"""A report page as a display list (text, boxes, images), then rasterized or written as PDF: the two cannot differ."""
