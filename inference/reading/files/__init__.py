"""From paths to films: scan of folders, ZIP archives and DICOMDIR, and the process in which decoders run."""
