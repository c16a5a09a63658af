"""One reader at one study, without a widget: what is asked now, what was rated, and what is kept of it."""

from __future__ import annotations

from datetime import datetime

from inference.core.analysis import Analysis
from inference.site.reader_study.progress import Next, Standing, next_of, previous, standing
from inference.site.reader_study.reading_order import PlannedRead, arm_of, sessions
from inference.site.reader_study.results_file import Rated, Read, ResultsFile, now
from inference.site.reader_study.study_file import Arm, ArmKind, Stage, Study
from viewer.site.study_clock import ActiveClock


class StudyReading:
    """Goes through the films of a session; every rating is in the file before anything else happens.

    Its methods raise ``ExportError`` kin where the file does not take it.
    """

    def __init__(self, study: Study, reader: str, file: ResultsFile, clock: ActiveClock) -> None:
        self.study, self.reader, self.clock = study, reader, clock
        self._file = file
        self.asked: Next | None = None
        self.ratings: dict[str, int] = {}
        self._going_back = False
        self.go_on()

    # -- where the reader is --------------------------------------------------------------------------------------

    @property
    def standing(self) -> Standing:
        """How far the reader is."""
        return standing(self.study, self.reader, self._file.results, now())

    @property
    def arm(self) -> Arm:
        """The arm of the film that is asked."""
        assert self.asked is not None
        return arm_of(self.study, self.asked.read)

    @property
    def aided(self) -> bool:
        """Whether the model's word belongs to what is rated now."""
        return self.asked is not None and self.asked.place.stage is Stage.AIDED

    @property
    def reveals_later(self) -> bool:
        """Whether the model's word comes once this film is rated."""
        return self.arm.kind is ArmKind.AI_SECOND and not self.aided

    @property
    def place_in_block(self) -> tuple[int, int]:
        """The number of the film among those of its arm in this session, from 1, and how many those are."""
        assert self.asked is not None
        block = [read for read in self._session() if read.arm == self.asked.read.arm]
        return block.index(self.asked.read) + 1, len(block)

    @property
    def following(self) -> PlannedRead | None:
        """The film after the one that is asked."""
        if self.asked is None:
            return None
        session, place = self._session(), self.asked.read.place + 1
        return session[place] if place < len(session) else None

    @property
    def models(self) -> frozenset[str]:
        """Hashes of the packs by which earlier reads were aided."""
        return frozenset(read.model for read in self._file.results.reads.values() if read.model)

    def _session(self) -> tuple[PlannedRead, ...]:
        assert self.asked is not None
        return sessions(self.study, self.reader)[self.asked.read.session]

    # -- rating ---------------------------------------------------------------------------------------------------

    def rate(self, key: str, value: int) -> None:
        """Say how sure the reader is of a finding."""
        assert self.asked is not None
        low, high = self.study.scale.ends
        value = min(max(value, low), high)
        self.ratings = {**self.ratings, key: value}
        self._file.add(
            Rated(at=self.asked.place, finding=key, value=value, seconds=self.clock.seconds, away=self.clock.away)
        )

    def keep_time(self) -> None:
        """Keep how long the film was seen so far, for a program that is killed."""
        if self.asked is not None and self.clock.running:
            self._file.add(Rated(at=self.asked.place, seconds=self.clock.seconds, away=self.clock.away))

    @property
    def unrated(self) -> tuple[str, ...]:
        """Findings that are not rated yet."""
        return tuple(key for key in self.study.findings if key not in self.ratings)

    def finish(self, analysis: Analysis | None, time: datetime | None = None) -> None:
        """Keep the film as rated, with what the model had said of it, and go on."""
        assert self.asked is not None
        assert not self.unrated
        self.clock.stop()
        shown = analysis if self.aided else None
        self._file.add(
            Read(
                at=self.asked.place,
                ratings=self.ratings,
                seconds=self.clock.seconds,
                away=self.clock.away,
                model=shown.provenance.pack_hash if shown is not None else "",
                said=_said(shown, self.study.findings),
                time=time or now(),
            )
        )
        self._after(self.asked)

    def go_on(self) -> None:
        """Ask what is not read yet."""
        self._ask(self.standing.next)

    def back(self) -> bool:
        """Ask the film before once more, where the study lets the reader; says whether it does."""
        before = None if self.asked is None else previous(self.study, self.reader, self.asked.read)
        if before is None:
            return False
        self._ask(next_of(self.study, self.reader, before, self._file.results))
        self._going_back = True
        return True

    def _after(self, done: Next) -> None:
        """After a film that was gone back to, the one after it; else the first that is not read."""
        following = self.following if self._going_back else None
        self._going_back = False
        if following is not None and following.arm == done.read.arm:
            self._ask(next_of(self.study, self.reader, following, self._file.results))
        else:
            self.go_on()

    def _ask(self, asked: Next | None) -> None:
        self.asked = asked
        begun = None if asked is None else asked.begun
        self.ratings = {} if begun is None else dict(begun.ratings)
        if asked is not None and self.aided and self.arm.kind is ArmKind.AI_SECOND and not self.ratings:
            self.ratings = self._before(asked)
        if begun is not None:
            self.clock.take(begun.seconds, begun.away)

    def _before(self, asked: Next) -> dict[str, int]:
        """What the reader said of this film before the model's word, which may be revised now."""
        places = self._file.results.reads
        same = [
            read.ratings
            for place, read in places.items()
            if (place.session, place.arm, place.case) == (asked.place.session, asked.place.arm, asked.place.case)
        ]
        return dict(same[-1]) if same else {}

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _said(analysis: Analysis | None, keys: tuple[str, ...]) -> dict[str, float]:
    if analysis is None:
        return {}
    return {
        result.finding.key: float(result.probability)
        for result in analysis.all_results
        if result.finding.key in keys and result.probability is not None
    }
