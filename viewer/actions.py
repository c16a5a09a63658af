"""The table of actions: menus, toolbar, shortcuts, palette and help all read it."""

from __future__ import annotations

from dataclasses import dataclass

from inference.findings import FINDINGS


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """``intent`` is the name of the window's method; ``icon`` a file in ``resources/icons`` without its ending.

    ``argument`` is handed to the intent; ``subject`` fills the ``{}`` of ``text``, both translated on their own.
    """

    name: str
    text: str
    intent: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    menu: str = "View"
    toolbar: bool = False
    separator: bool = False
    argument: int | None = None
    subject: str = ""


_PLAIN = (
    ActionSpec("open_files", "Open files …", "ask_for_files", ("Ctrl+O",), "open", "File", toolbar=True),
    ActionSpec("open_folder", "Open folder …", "ask_for_folder", ("Ctrl+Shift+O",), "folder", "File", toolbar=True),
    ActionSpec("export", "Export report …", "ask_for_export", ("Ctrl+E",), "export", "File", toolbar=True),
    ActionSpec("quit", "Quit", "close", ("Ctrl+Q",), "", "File", separator=True),
    ActionSpec("marks", "Show or hide overlays", "toggle_marks", ("M",), "overlay", "View", toolbar=True),
    ActionSpec("fit", "Fit film", "fit", ("F",), "fit", "View", toolbar=True, separator=True),
    ActionSpec("one_to_one", "Film pixels 1:1", "one_to_one", ("Ctrl+1",), "one", "View", toolbar=True),
    ActionSpec("zoom_in", "Zoom in", "zoom_in", ("+", "="), "", "View"),
    ActionSpec("zoom_out", "Zoom out", "zoom_out", ("-",), "", "View"),
    ActionSpec("invert", "Invert", "toggle_invert", ("I",), "invert", "View", toolbar=True, separator=True),
    ActionSpec("reset", "Reset window and zoom", "reset", ("Space", "Esc"), "reset", "View", toolbar=True),
    ActionSpec("graphics", "Show or hide the file's own drawings", "toggle_graphics", ("G",), "", "View"),
    ActionSpec("corners", "Corner text: full, anonymised, none", "cycle_corners", ("N",), "", "View"),
    ActionSpec("more_opacity", "More opacity", "more_opacity", ("]",), "", "View"),
    ActionSpec("less_opacity", "Less opacity", "less_opacity", ("[",), "", "View"),
    ActionSpec("next", "Next film", "next_film", ("Down", "Right"), "", "Go"),
    ActionSpec("previous", "Previous film", "previous_film", ("Up", "Left"), "", "Go"),
    ActionSpec("next_study", "Next study", "next_study", ("PgDown",), "", "Go"),
    ActionSpec("previous_study", "Previous study", "previous_study", ("PgUp",), "", "Go"),
    ActionSpec("reviewed", "Mark study as reviewed, or not", "toggle_reviewed", ("Ctrl+D",), "", "Go", separator=True),
    ActionSpec("search", "Search films", "search_films", ("Ctrl+F",), "", "Go"),
    ActionSpec("worst_first", "List studies: worst finding first", "worst_first", (), "", "Go"),
    ActionSpec("as_opened", "List studies: as opened", "as_opened", (), "", "Go"),
    ActionSpec("cancel", "Cancel what is running", "cancel", ("Ctrl+.",), "", "Go", separator=True),
    ActionSpec("palette", "Find a command …", "show_palette", ("Ctrl+K",), "", "Go", separator=True),
    ActionSpec("settings", "Settings …", "show_settings", ("Ctrl+,",), "", "File", separator=True),
    ActionSpec("bindings", "Edit keys …", "edit_bindings", (), "", "File"),
    ActionSpec("shortcuts", "Keyboard and mouse …", "show_shortcuts", ("?",), "", "Help"),
    ActionSpec("model_card", "Model card …", "show_model_card", (), "", "Help"),
    ActionSpec("about", "About ThoraCAM …", "show_about", (), "", "Help"),
)

_OVERLAYS = tuple(
    ActionSpec(
        f"overlay_{finding.key}",
        "Overlay: {}",
        "toggle_finding",
        (f"F{place + 1}",),
        separator=place == 0,
        argument=place,
        subject=finding.title,
    )
    for place, finding in enumerate(FINDINGS)
)
_PRESETS = tuple(
    ActionSpec(
        f"preset_{place}", "Window {}", "use_preset", (str(place),), "", "Window", argument=place, subject=str(place)
    )
    for place in range(10)
)
ACTIONS: tuple[ActionSpec, ...] = (*_PLAIN, *_OVERLAYS, *_PRESETS)
BY_NAME = {spec.name: spec for spec in ACTIONS}
