"""When a study is complete: nobody says so, it may come in several associations, so a pause decides."""

from __future__ import annotations

from dataclasses import dataclass, field

PAUSE_SECONDS = 10.0


@dataclass(slots=True)
class StudyClock:
    """Notes when the last object of each study came; ``pause`` seconds later the study is complete."""

    pause: float = PAUSE_SECONDS
    _last: dict[str, float] = field(default_factory=dict)

    def note(self, study: str, now: float) -> None:
        """An object of a study came."""
        self._last[study] = now

    def complete(self, now: float) -> list[str]:
        """The studies that are complete now; each is told once, and again only after more of it came."""
        done = [study for study, last in self._last.items() if now - last >= self.pause]
        for study in done:
            del self._last[study]
        return done

    @property
    def waiting(self) -> bool:
        """Whether more of some study is waited for."""
        return bool(self._last)
