"""DICOMweb (PS3.18) as a client, by dicomweb-client: QIDO-RS, STOW-RS, WADO-RS."""
