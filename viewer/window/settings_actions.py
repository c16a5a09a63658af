"""What is chosen once for all films: the dialog of settings, keys, and how a drag windows."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMainWindow

from viewer.commands.shortcuts import Bindings
from viewer.control.controller import Controller
from viewer.dialogs.settings_dialog import SettingsDialog
from viewer.site.record_sign import RecordSign
from viewer.state.ahead import AheadWish
from viewer.state.settings import Settings
from viewer.state.settings_store import SettingsStore
from viewer.style.translation import tr


class SettingsActions(QObject):
    """Changes the settings and writes them; a disk that refuses is said in the window's status bar."""

    changed = Signal()
    rows_changed = Signal(bool)  # whether those of the worklist are compact
    rebuild_wanted = Signal()  # the window has to be built anew to look as chosen
    keys_wanted = Signal()
    presets_wanted = Signal()

    def __init__(self, window: QMainWindow, controller: Controller, settings: SettingsStore) -> None:
        super().__init__(window)
        self._window, self._controller, self._settings = window, controller, settings
        self.dialog: SettingsDialog | None = None
        self.record_sign = RecordSign(window)
        window.statusBar().addPermanentWidget(self.record_sign)

    def show_settings(self) -> None:
        """Change the settings."""
        now = replace(self._settings.now, read_first=self._controller.session.read_unaided)
        self.dialog = SettingsDialog(now, self._window)
        self.dialog.keys_wanted.connect(self.keys_wanted)
        self.dialog.presets_wanted.connect(self.presets_wanted)
        self.dialog.accepted.connect(self._take)
        self.dialog.open()

    @Slot()
    def _take(self) -> None:
        assert self.dialog is not None
        before = self._settings.now
        chosen = replace(self.dialog.chosen, keys=before.keys, presets=before.presets, layout=before.layout)
        self._settings.now = chosen
        self._controller.view.set_corners(chosen.corners)
        self._controller.unaided.want(chosen.read_first)
        self.save()
        self.changed.emit()
        self._controller.stability.use(on=chosen.small_views)
        self._controller.use_log.use(on=chosen.record_use)
        if before.work_ahead != chosen.work_ahead:
            self._controller.analysing.rest.use(AheadWish(chosen.work_ahead))
        if _appearance(before) != _appearance(chosen):
            self.rebuild_wanted.emit()

    def keep_similar(self, *, on: bool) -> None:
        """Keep an index of films that are analysed, or no more."""
        self._settings.now = replace(self._settings.now, similar_films=on)
        self._controller.similar.use(on=on)
        self.save()

    @Slot(object)
    def take_keys(self, chosen: Bindings) -> None:
        """Remember the user's own keys."""
        self._settings.now = replace(self._settings.now, keys=tuple(sorted(chosen.items())))
        self.save()

    def save(self) -> None:
        """Write the settings now."""
        try:
            self._settings.save()
        except OSError:
            self._window.statusBar().showMessage(tr("The settings could not be saved."))

    # -- the worklist ---------------------------------------------------------------------------------------------

    def list_is_compact(self) -> bool:
        """Whether the worklist shows films by two lines each, without their pictures."""
        return self._settings.now.compact_list

    def toggle_compact_list(self) -> None:
        """Show films in the worklist the other way."""
        self._settings.now = replace(self._settings.now, compact_list=not self._settings.now.compact_list)
        self.rows_changed.emit(self._settings.now.compact_list)

    # -- the left drag --------------------------------------------------------------------------------------------

    def drag_is_swapped(self) -> bool:
        """Whether a left drag across changes the level."""
        return self._settings.now.drag_swapped

    def swap_drag(self) -> None:
        """Have the left drag across change the other of width and level."""
        self._settings.now = replace(self._settings.now, drag_swapped=not self._settings.now.drag_swapped)

    def drag_is_upside_down(self) -> bool:
        """Whether a left drag up makes the film darker."""
        return self._settings.now.drag_upside_down

    def turn_drag(self) -> None:
        """Have the left drag up do what down did."""
        self._settings.now = replace(self._settings.now, drag_upside_down=not self._settings.now.drag_upside_down)


def _appearance(chosen: Settings) -> tuple[str, str, int]:
    return chosen.language, chosen.theme, chosen.text_percent
