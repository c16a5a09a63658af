"""DICOM associations (PS3.7, PS3.8) as a client, by pynetdicom: echo, store, find, get, move, commitment, C-CANCEL."""
