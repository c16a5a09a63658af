"""Which files an export writes, and what they hold: film folder, pictures, CSV, JSON, FHIR, summary, reopening.

Called by the window's export, ``batch`` and the command line. Names of files, columns and keys are promises to users.
"""
