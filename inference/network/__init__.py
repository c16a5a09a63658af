"""On the network: nodes, sending, receiving, search and retrieval, a watched folder. Nothing here runs unasked.

No module opens a socket on import, and none but these packages may open one: ``connection`` (certificates, bounds,
and why a node does not answer), ``dimse`` (DICOM associations, pynetdicom), ``web`` (DICOMweb), ``receiver`` (a
process of its own that others send to). ``nodes`` is what the user set up, ``sending`` the queue, ``query`` search and
retrieval by either protocol, ``watch`` a folder that is looked at, ``record`` what happened. For the command line and
the window.
"""
