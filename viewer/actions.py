"""The table of actions: menus, toolbar, shortcuts and help all read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """``intent`` is the name of the window's method; ``icon`` a file in ``resources/icons`` without its ending."""

    name: str
    text: str
    intent: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    menu: str = "View"
    toolbar: bool = False
    separator: bool = False


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("open_files", "Open files …", "ask_for_files", ("Ctrl+O",), "open", "File", toolbar=True),
    ActionSpec("open_folder", "Open folder …", "ask_for_folder", ("Ctrl+Shift+O",), "folder", "File", toolbar=True),
    ActionSpec("export", "Export …", "ask_for_export", ("Ctrl+E",), "export", "File", toolbar=True),
    ActionSpec("copy", "Copy film as shown", "copy_film", ("Ctrl+C",), "", "File"),
    ActionSpec("print", "Print report …", "print_report", ("Ctrl+P",), "", "File"),
    ActionSpec("quit", "Quit", "close", ("Ctrl+Q",), "", "File", separator=True),
    ActionSpec("marks", "Show or hide overlays", "toggle_marks", ("M",), "overlay", "View", toolbar=True),
    ActionSpec("fit", "Fit film", "fit", ("F",), "fit", "View", toolbar=True, separator=True),
    ActionSpec("one_to_one", "Film pixels 1:1", "one_to_one", ("Ctrl+1",), "one", "View", toolbar=True),
    ActionSpec("zoom_in", "Zoom in", "zoom_in", ("+", "="), "", "View"),
    ActionSpec("zoom_out", "Zoom out", "zoom_out", ("-",), "", "View"),
    ActionSpec("invert", "Invert", "toggle_invert", ("I",), "invert", "View", toolbar=True, separator=True),
    ActionSpec("reset", "Reset window and zoom", "reset", ("Space", "Esc"), "reset", "View", toolbar=True),
    ActionSpec("graphics", "Show or hide the file's own drawings", "toggle_graphics", ("G",), "", "View"),
    ActionSpec("more_opacity", "More opacity", "more_opacity", ("]",), "", "View"),
    ActionSpec("less_opacity", "Less opacity", "less_opacity", ("[",), "", "View"),
    ActionSpec("next", "Next film", "next_film", ("Down", "Right", "PgDown"), "", "Go"),
    ActionSpec("previous", "Previous film", "previous_film", ("Up", "Left", "PgUp"), "", "Go"),
    ActionSpec("cancel", "Cancel what is running", "cancel", ("Ctrl+.",), "", "Go", separator=True),
    ActionSpec("shortcuts", "Keyboard …", "show_shortcuts", ("?",), "", "Help"),
    ActionSpec("model_card", "Model card …", "show_model_card", (), "", "Help"),
    ActionSpec("about", "About ThoraCAM …", "show_about", (), "", "Help"),
)

PRESET_KEYS = tuple("0123456789")
FINDING_KEYS = ("F1", "F2", "F3", "F4", "F5", "F6", "F7")
