"""The table of actions: what each is called, its keys, icon and menu; menus, toolbar, palette and help all read it.

What an action does is its ``Command``, which the window binds to it by name in ``viewer.window.binding``. Names are
kept in the settings of users, by their own keys: they stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inference.annotations.wording import KEY_REASON_WORDS
from inference.core.findings import FINDINGS
from viewer.state.presets import CHEST, MOST_OWN


class Menu(StrEnum):
    """The menus, called as in English; ``NETWORK``, ``WINDOW``, ``ASSESSMENT``, ``KEY_FILM`` open from others."""

    FILE = "File"
    VIEW = "View"
    FILM = "Film"
    OVERLAY = "Overlay"
    MEASURE = "Measure"
    GO = "Go"
    TOOLS = "Tools"
    HELP = "Help"
    NETWORK = "Network"
    WINDOW = "Window"
    ASSESSMENT = "Assessment"
    KEY_FILM = "Key film"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """``icon`` is a file in ``resources/icons`` without its ending; ``subject`` fills the ``{}`` of ``text``.

    Both are translated on their own. A ``separator`` stands before the action, in the menu and in the toolbar.
    """

    name: str
    text: str
    menu: Menu
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    toolbar: bool = False
    separator: bool = False
    subject: str = ""


_PLAIN = (
    ActionSpec("open_files", "Open files …", Menu.FILE, ("Ctrl+O",), icon="open", toolbar=True),
    ActionSpec("open_folder", "Open folder …", Menu.FILE, ("Ctrl+Shift+O",), icon="folder", toolbar=True),
    ActionSpec("export", "Export …", Menu.FILE, ("Ctrl+E",), icon="export", toolbar=True),
    ActionSpec("export_many", "Export films …", Menu.FILE, ("Ctrl+Shift+E",)),
    ActionSpec("copy", "Copy film as shown", Menu.FILE, ("Ctrl+C",)),
    ActionSpec("print", "Print report …", Menu.FILE, ("Ctrl+P",)),
    ActionSpec("print_film", "Print film in real size …", Menu.FILE, ("Ctrl+Shift+P",)),
    ActionSpec("close_film", "Close film", Menu.FILE, ("Ctrl+W",), separator=True),
    ActionSpec("close_study", "Close study", Menu.FILE, ("Ctrl+Shift+W",)),
    ActionSpec("close_all", "Close all films", Menu.FILE),
    ActionSpec("marks", "Show or hide AI overlays", Menu.OVERLAY, ("M",), icon="overlay", toolbar=True),
    ActionSpec("fit", "Fit film", Menu.VIEW, ("F",), icon="fit", toolbar=True, separator=True),
    ActionSpec("one_to_one", "Film pixels 1:1", Menu.VIEW, ("Ctrl+1",), icon="one"),
    ActionSpec("real_size", "Real size", Menu.VIEW, ("Ctrl+2",)),
    ActionSpec("zoom_in", "Zoom in", Menu.VIEW, ("+", "=")),
    ActionSpec("zoom_out", "Zoom out", Menu.VIEW, ("-",)),
    ActionSpec("magnifier", "Magnifier while held", Menu.VIEW, ("Z",)),
    ActionSpec("link", "Link zoom and pan", Menu.VIEW, ("Ctrl+L",)),
    ActionSpec("link_windows", "Link window/level", Menu.VIEW, ("Ctrl+Shift+L",)),
    ActionSpec(
        "layout_large", "Layout: one film", Menu.VIEW, ("F8",), icon="layout_large", toolbar=True, separator=True
    ),
    ActionSpec("layout_pair", "Layout: film and overlay", Menu.VIEW, ("F9",), icon="layout_pair", toolbar=True),
    ActionSpec("layout_prior", "Layout: prior and current", Menu.VIEW, ("F10",), icon="prior", toolbar=True),
    ActionSpec("layout_four", "Layout: four films", Menu.VIEW, ("F12",), icon="layout_four", toolbar=True),
    ActionSpec("compare", "Prior beside the film", Menu.VIEW, ("O",)),
    ActionSpec("similar_films", "Similar films of your own …", Menu.VIEW, ("Ctrl+Shift+N",)),
    ActionSpec("worklist_panel", "Worklist panel", Menu.VIEW, ("Ctrl+B",), icon="panel_left", toolbar=True),
    ActionSpec("findings_panel", "Findings panel", Menu.VIEW, ("Ctrl+Shift+B",), icon="panel_right", toolbar=True),
    ActionSpec("objects_panel", "Objects of other programs", Menu.VIEW, ("Ctrl+J",)),
    ActionSpec("reset_layout", "Reset layout", Menu.VIEW),
    ActionSpec("full_screen", "Full screen: film and findings", Menu.VIEW, ("F11",)),
    ActionSpec("second_screen", "Overlay on the other screen", Menu.VIEW, ("Shift+F11",)),
    ActionSpec("corners", "Corner annotations: full, anonymised, none", Menu.VIEW, ("N",)),
    ActionSpec("rotate", "Rotate right", Menu.FILM, ("R",), icon="rotate", toolbar=True, separator=True),
    ActionSpec("rotate_left", "Rotate left", Menu.FILM, ("Shift+R",)),
    ActionSpec("flip_across", "Flip left to right", Menu.FILM, ("H",), icon="flip", toolbar=True),
    ActionSpec("flip_down", "Flip top to bottom", Menu.FILM, ("V",)),
    ActionSpec("invert", "Invert", Menu.FILM, ("I",), icon="invert", toolbar=True, separator=True),
    ActionSpec("region", "Window/level from a drawn region", Menu.FILM, ("W",), icon="region"),
    ActionSpec("shape", "Window/level as a sigmoid", Menu.FILM, ("S",)),
    ActionSpec("lighter", "Lighter middle tones", Menu.FILM, (".",)),
    ActionSpec("darker", "Darker middle tones", Menu.FILM, (",",)),
    ActionSpec("histogram", "Histogram", Menu.FILM, ("Ctrl+H",)),
    ActionSpec("drag_swapped", "Left drag across: level", Menu.FILM),
    ActionSpec("drag_up", "Left drag up: darker", Menu.FILM),
    ActionSpec("graphics", "Show the file's overlay planes", Menu.FILM, ("G",)),
    ActionSpec("next_presentation", "Next presentation state", Menu.FILM, ("Ctrl+G",), separator=True),
    ActionSpec("presentation_as_stored", "Presentation: as stored", Menu.FILM, ("Ctrl+Shift+G",)),
    ActionSpec("reset", "Reset view", Menu.VIEW, ("Space",), icon="reset", toolbar=True, separator=True),
    ActionSpec("peek", "Show AI overlays while held", Menu.OVERLAY, ("J",)),
    ActionSpec("all_overlays", "All seven overlays", Menu.OVERLAY),
    ActionSpec("outlines", "Outlines instead of heat", Menu.OVERLAY, ("U",)),
    ActionSpec("other_segments", "Show or hide what other programs drew", Menu.OVERLAY, ("Ctrl+Shift+J",)),
    ActionSpec("switch_model", "Switch to the other model", Menu.OVERLAY, ("Shift+M",), separator=True),
    ActionSpec("opinions", "What both models say …", Menu.OVERLAY, ("Ctrl+Shift+M",)),
    ActionSpec("reset_window", "Reset window only", Menu.VIEW),
    ActionSpec("reset_turn", "Reset rotation only", Menu.VIEW),
    ActionSpec("reset_overlay", "Reset opacity and colours", Menu.OVERLAY),
    ActionSpec("more_opacity", "More opacity", Menu.OVERLAY, ("]",)),
    ActionSpec("less_opacity", "Less opacity", Menu.OVERLAY, ("[",)),
    ActionSpec("escape", "Cancel drawing, or reset", Menu.VIEW, ("Esc",)),
    ActionSpec("tool_window", "Left button: window/level", Menu.VIEW, icon="window", toolbar=True, separator=True),
    ActionSpec("tool_zoom", "Left button: zoom", Menu.VIEW, icon="zoom", toolbar=True),
    ActionSpec("tool_pan", "Left button: pan", Menu.VIEW, icon="pan", toolbar=True),
    ActionSpec("tool_magnifier", "Left button: magnifier", Menu.VIEW, icon="magnifier", toolbar=True),
    ActionSpec("draw_length", "Length", Menu.MEASURE, ("L",), icon="length", toolbar=True, separator=True),
    ActionSpec("draw_angle", "Angle", Menu.MEASURE, ("A",), icon="angle", toolbar=True),
    ActionSpec("draw_cobb", "Cobb angle", Menu.MEASURE, ("B",), icon="cobb", toolbar=True),
    ActionSpec("draw_cardiothoracic", "Cardiothoracic ratio", Menu.MEASURE, ("C",), icon="ctr", toolbar=True),
    ActionSpec("propose_cardiothoracic", "Propose cardiothoracic ratio", Menu.MEASURE, ("Shift+C",)),
    ActionSpec("draw_ellipse", "Ellipse with values", Menu.MEASURE, ("E",), icon="ellipse", toolbar=True),
    ActionSpec("draw_rectangle", "Rectangle with values", Menu.MEASURE, ("Q",), icon="rectangle", toolbar=True),
    ActionSpec("draw_polygon", "Polygon with values", Menu.MEASURE, ("P",), icon="polygon", toolbar=True),
    ActionSpec("draw_arrow", "Arrow", Menu.MEASURE, ("Y",), icon="arrow", toolbar=True),
    ActionSpec("draw_text", "Text", Menu.MEASURE, ("T",), icon="text", toolbar=True),
    ActionSpec("draw_calibration", "Calibrate by a known length …", Menu.MEASURE, ("K",), icon="calibrate"),
    ActionSpec("measurements", "List of measurements", Menu.MEASURE, ("Ctrl+M",), icon="measurements", toolbar=True),
    ActionSpec("undo_mark", "Undo", Menu.MEASURE, ("Ctrl+Z",), icon="undo", toolbar=True, separator=True),
    ActionSpec("redo_mark", "Redo", Menu.MEASURE, ("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo", toolbar=True),
    ActionSpec("delete_mark", "Delete the selected annotation", Menu.MEASURE, ("Delete", "Backspace")),
    ActionSpec("delete_all_marks", "Delete all annotations", Menu.MEASURE, ("Ctrl+Shift+Delete",)),
    ActionSpec("toggle_drawn", "Show annotations", Menu.MEASURE, ("D",)),
    ActionSpec("impression", "Impression …", Menu.MEASURE, ("Ctrl+I",)),
    ActionSpec("take_over", "Take over annotations of the report", Menu.MEASURE, ("Ctrl+T",)),
    ActionSpec("touch", "Occlusion: hold and move over the film", Menu.MEASURE, ("X",), separator=True),
    ActionSpec("read_first", "Unaided read: read without AI first", Menu.VIEW, ("Ctrl+R",), separator=True),
    ActionSpec("ledger", "How it does here …", Menu.VIEW, ("Ctrl+Shift+H",), separator=True),
    ActionSpec("site_thresholds", "Site thresholds …", Menu.VIEW),
    ActionSpec("next", "Next film", Menu.GO, ("Down", "Right")),
    ActionSpec("previous", "Previous film", Menu.GO, ("Up", "Left")),
    ActionSpec("next_study", "Next study", Menu.GO, ("PgDown",)),
    ActionSpec("previous_study", "Previous study", Menu.GO, ("PgUp",)),
    ActionSpec("reviewed", "Study is reviewed", Menu.GO, ("Ctrl+D",), separator=True),
    ActionSpec("flag_film", "Flag film as key", Menu.GO, ("Shift+K",)),
    ActionSpec("search", "Search films", Menu.GO, ("Ctrl+F",)),
    ActionSpec("worst_first", "Worklist: most urgent first", Menu.GO),
    ActionSpec("newest_first", "Worklist: newest first", Menu.GO),
    ActionSpec("by_name", "Worklist: by name", Menu.GO),
    ActionSpec("as_opened", "Worklist: as opened", Menu.GO),
    ActionSpec("update_list", "Worklist: sort and filter again", Menu.GO),
    ActionSpec("compact_list", "Worklist: compact rows", Menu.GO),
    ActionSpec("work_ahead", "Analyse the list: pause or go on", Menu.GO, ("Ctrl+Shift+A",), separator=True),
    ActionSpec("cancel", "Cancel what is running", Menu.GO, ("Ctrl+.",), separator=True),
    ActionSpec("palette", "Find a command …", Menu.GO, ("Ctrl+K",), separator=True),
    ActionSpec("settings", "Settings …", Menu.FILE, ("Ctrl+,",), separator=True),
    ActionSpec("bindings", "Edit keys …", Menu.FILE),
    ActionSpec("network_search", "Search and retrieve …", Menu.NETWORK, ("Ctrl+Shift+F",)),
    ActionSpec("network_priors", "Fetch priors", Menu.NETWORK, ("Ctrl+Shift+R",)),
    ActionSpec("network_send", "Send to a node …", Menu.NETWORK, ("Ctrl+Shift+S",), separator=True),
    ActionSpec("network_queue", "Queue …", Menu.NETWORK),
    ActionSpec("network_receive", "Receive …", Menu.NETWORK, separator=True),
    ActionSpec("network_watch", "Watched folder …", Menu.NETWORK),
    ActionSpec("network_nodes", "Nodes …", Menu.NETWORK, separator=True),
    ActionSpec("network_record", "Record …", Menu.NETWORK),
    ActionSpec("quit", "Quit", Menu.FILE, ("Ctrl+Q",), separator=True),
    ActionSpec("reader_study", "Reader study …", Menu.TOOLS),
    ActionSpec("teaching", "Teaching …", Menu.TOOLS),
    ActionSpec("manual", "Manual …", Menu.HELP, ("Ctrl+F1",)),
    ActionSpec("shortcuts", "Keyboard and mouse …", Menu.HELP, ("?",)),
    ActionSpec("open_samples", "Open samples", Menu.HELP),
    ActionSpec("model_card", "Model card …", Menu.HELP),
    ActionSpec("system", "This computer …", Menu.HELP, separator=True),
    ActionSpec("licences", "Licences …", Menu.HELP),
    ActionSpec("about", "About ThoraCAM …", Menu.HELP),
)

_OVERLAYS = tuple(
    ActionSpec(
        f"overlay_{finding.key}",
        "Overlay: {}",
        Menu.OVERLAY,
        (f"F{place}",),
        separator=place == 1,
        subject=finding.title,
    )
    for place, finding in enumerate(FINDINGS, start=1)
)
_ASSESSMENTS = tuple(
    ActionSpec(f"judge_{finding.key}", "Assessment of {}", Menu.ASSESSMENT, (f"Shift+F{place}",), subject=finding.title)
    for place, finding in enumerate(FINDINGS, start=1)
)
_KEY_FILMS = tuple(
    ActionSpec(f"key_{reason}", "Key film: {}", Menu.KEY_FILM, subject=words)
    for reason, words in KEY_REASON_WORDS.items()
)
_PRESETS = tuple(
    ActionSpec(f"preset_{place}", "Window {}", Menu.WINDOW, (str(place),), subject=str(place)) for place in range(10)
)
_CHEST_PRESETS = tuple(
    ActionSpec(f"window_{name.lower()}", "Window: {}", Menu.WINDOW, (key,), separator=key == "Alt+0", subject=name)
    for name, key in zip(CHEST, ("Alt+0", "Alt+1", "Alt+2", "Alt+3"), strict=True)
)
_OWN_PRESETS = tuple(
    ActionSpec(
        f"own_preset_{place}",
        "Own window {}",
        Menu.WINDOW,
        (f"Alt+{place + 3}",),
        separator=place == 1,
        subject=str(place),
    )
    for place in range(1, MOST_OWN + 1)
)
_EDIT_PRESETS = ActionSpec("edit_presets", "Window presets …", Menu.WINDOW, separator=True)
_WINDOWS = (*_PRESETS, *_CHEST_PRESETS, *_OWN_PRESETS, _EDIT_PRESETS)
ACTIONS: tuple[ActionSpec, ...] = (*_PLAIN, *_OVERLAYS, *_ASSESSMENTS, *_KEY_FILMS, *_WINDOWS)
BY_NAME = {spec.name: spec for spec in ACTIONS}
