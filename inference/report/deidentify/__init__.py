"""The keep-list by which identity is left out (PS3.15 E.1-1), and the search for text burned into pixels.

The lowest street of reports: pages, DICOM results and files all ask it; nothing is kept that no rule names.
"""
