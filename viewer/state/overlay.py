"""The AI overlays over the film: which are drawn, and how; pure."""

from __future__ import annotations

from dataclasses import dataclass

from inference.imaging.colormap import DEFAULT_COLORMAP, DEFAULT_OPACITY


@dataclass(frozen=True, slots=True)
class Overlay:
    """The AI overlays: which findings are chosen, whether any is drawn, how; ``peeked`` are shown while ``peeking``.

    ``visible`` with nothing chosen says that there is nothing to show. ``outlined``: a finding by an outline instead
    of the colours of heat; several at once are always told apart by outlines.
    """

    chosen: frozenset[str] = frozenset()
    visible: bool = False
    opacity: float = DEFAULT_OPACITY
    colormap: str = DEFAULT_COLORMAP
    outlined: bool = False
    peeked: frozenset[str] = frozenset()
    peeking: bool = False

    @property
    def drawn(self) -> frozenset[str]:
        """Keys of the findings whose heatmaps are drawn now."""
        return self.chosen if self.visible else self.peeked

    @property
    def asked(self) -> bool:
        """Whether the reader asked to see overlays now, be there any or none."""
        return self.visible or self.peeking

    @property
    def draws_outlines(self) -> bool:
        """Whether findings are drawn as outlines, not as heat."""
        return self.outlined or len(self.drawn) > 1
