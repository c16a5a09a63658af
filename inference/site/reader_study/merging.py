"""Several readers' files as one; refused where they are of different studies, or say two things of one read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from inference.core.study_errors import ResultsClash
from inference.site.reader_study.results_file import Header, Place, Read, Results, check_study, read_results
from inference.site.reader_study.study_file import Study


def read_all(paths: Sequence[Path], study: Study) -> Results:
    """The finished reads of several files. Raises ``FileMissing`` or kin of ``ReaderStudyError``."""
    reads: dict[Place, Read] = {}
    for path in paths:
        results = read_results(path)
        check_study(path, results, study)
        for place, read in results.reads.items():
            if reads.setdefault(place, read) != read:
                raise ResultsClash(
                    path, f"case {place.case} of reader {place.reader} is read otherwise in another file"
                )
    readers = tuple(sorted({place.reader for place in reads}))
    return Results(Header(study=study.digest, readers=readers), reads)
