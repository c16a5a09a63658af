"""Reader studies: a file says which films, findings and arms; readers rate; the reads are exported and compared.

``study_file`` and ``making`` hold and make the study, ``reading_order`` says who reads what when, ``results_file``
keeps what a reader said, append-only, ``progress`` says what comes next. ``truth`` is kept apart from readers.
``merging``, ``exporting``, ``comparison`` and ``report`` are for whoever runs the study. Readers are codes, never
names.
"""
