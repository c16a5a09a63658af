"""What the user may want of how the film is shown: the intents behind the display tools of the table of actions."""

from __future__ import annotations

from viewer.controller import Controller
from viewer.film_panes import FilmPanes
from viewer.turn import ANTICLOCKWISE, CLOCKWISE, FLIP_ACROSS, FLIP_DOWN


class ViewIntents:
    """Mixed into the main window, which has the controller and the panes."""

    _controller: Controller
    panes: FilmPanes

    def rotate_right(self) -> None:
        """Turn the film by 90 degrees clockwise."""
        self._controller.turn(CLOCKWISE)

    def rotate_left(self) -> None:
        """Turn the film by 90 degrees anticlockwise."""
        self._controller.turn(ANTICLOCKWISE)

    def flip_across(self) -> None:
        """Swap the left and the right of what is seen."""
        self._controller.turn(FLIP_ACROSS)

    def flip_down(self) -> None:
        """Swap the top and the bottom of what is seen."""
        self._controller.turn(FLIP_DOWN)
