"""Reports for people and systems: pages, PDF, DICOM, CSV and JSON; every file is written whole.

Called by the window's export, ``batch`` and the command line. Nothing here runs a network.
"""
