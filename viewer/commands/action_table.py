"""The table of actions: menus, toolbar, shortcuts, palette and help all read it."""

from __future__ import annotations

from dataclasses import dataclass

from inference.core.findings import FINDINGS


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """``intent`` is the name of the window's method; ``icon`` a file in ``resources/icons`` without its ending.

    ``argument`` is handed to the intent; ``subject`` fills the ``{}`` of ``text``, both translated on their own.
    ``checked`` is the name of a property of the window for actions that are on or off; ``released`` that of the method
    that ends what lasts only while the key is held.
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
    checked: str = ""
    released: str = ""


_PLAIN = (
    ActionSpec("open_files", "Open files …", "ask_for_files", ("Ctrl+O",), "open", "File", toolbar=True),
    ActionSpec("open_folder", "Open folder …", "ask_for_folder", ("Ctrl+Shift+O",), "folder", "File", toolbar=True),
    ActionSpec("export", "Export …", "ask_for_export", ("Ctrl+E",), "export", "File", toolbar=True),
    ActionSpec("export_many", "Export films …", "ask_for_films_to_export", ("Ctrl+Shift+E",), "", "File"),
    ActionSpec("copy", "Copy film as shown", "copy_film", ("Ctrl+C",), "", "File"),
    ActionSpec("print", "Print report …", "print_report", ("Ctrl+P",), "", "File"),
    ActionSpec("quit", "Quit", "close", ("Ctrl+Q",), "", "File", separator=True),
    ActionSpec("marks", "Show or hide overlays", "toggle_overlays", ("M",), "overlay", "Overlay", toolbar=True),
    ActionSpec("fit", "Fit film", "fit", ("F",), "fit", "View", toolbar=True, separator=True),
    ActionSpec("one_to_one", "Film pixels 1:1", "one_to_one", ("Ctrl+1",), "one", "View", toolbar=True),
    ActionSpec("real_size", "Real size", "real_size", ("Ctrl+2",), "", "View"),
    ActionSpec("zoom_in", "Zoom in", "zoom_in", ("+", "="), "", "View"),
    ActionSpec("zoom_out", "Zoom out", "zoom_out", ("-",), "", "View"),
    ActionSpec("magnifier", "Magnifier while held", "magnify", ("Z",), "", "View", released="end_magnify"),
    ActionSpec("link", "Link zoom and pan", "toggle_link", ("Ctrl+L",), "", "View", checked="is_linked"),
    ActionSpec(
        "link_windows",
        "Link windows",
        "toggle_window_link",
        ("Ctrl+Shift+L",),
        "",
        "View",
        checked="windows_are_linked",
    ),
    ActionSpec("full_screen", "Full screen", "toggle_full_screen", ("F11",), "", "View", checked="is_full_screen"),
    ActionSpec(
        "second_screen",
        "Overlay on the other screen",
        "toggle_second_screen",
        ("Shift+F11",),
        "",
        "View",
        checked="uses_second_screen",
    ),
    ActionSpec("corners", "Corner text: full, anonymised, none", "cycle_corners", ("N",), "", "View"),
    ActionSpec("rotate", "Rotate right", "rotate_right", ("R",), "rotate", "Film", toolbar=True, separator=True),
    ActionSpec("rotate_left", "Rotate left", "rotate_left", ("Shift+R",), "", "Film"),
    ActionSpec("flip_across", "Flip left to right", "flip_across", ("H",), "flip", "Film", toolbar=True),
    ActionSpec("flip_down", "Flip top to bottom", "flip_down", ("V",), "", "Film"),
    ActionSpec("invert", "Invert", "toggle_invert", ("I",), "invert", "Film", toolbar=True, separator=True),
    ActionSpec("region", "Window from a drawn region", "arm_region", ("W",), "region", "Film", toolbar=True),
    ActionSpec("shape", "Window as a sigmoid", "toggle_shape", ("S",), "", "Film", checked="window_is_sigmoid"),
    ActionSpec("lighter", "Lighter middle tones", "lighter", (".",), "", "Film"),
    ActionSpec("darker", "Darker middle tones", "darker", (",",), "", "Film"),
    ActionSpec("histogram", "Histogram", "toggle_histogram", ("Ctrl+H",), "", "Film", checked="has_histogram"),
    ActionSpec("drag_swapped", "Left drag across: level", "swap_drag", (), "", "Film", checked="drag_is_swapped"),
    ActionSpec("drag_up", "Left drag up: darker", "turn_drag", (), "", "Film", checked="drag_is_upside_down"),
    ActionSpec("graphics", "Show or hide the file's own drawings", "toggle_overlay_planes", ("G",), "", "Film"),
    ActionSpec("reset", "Reset view", "reset", ("Space",), "reset", "View", toolbar=True, separator=True),
    ActionSpec("peek", "Show overlays while held", "peek", ("J",), "", "Overlay", released="end_peek"),
    ActionSpec("outlines", "Outlines instead of heat", "toggle_outlines", ("U",), "", "Overlay", checked="is_outlined"),
    ActionSpec("reset_window", "Reset window only", "reset_window", (), "", "View"),
    ActionSpec("reset_turn", "Reset turning only", "reset_transform", (), "", "View"),
    ActionSpec("reset_overlay", "Reset opacity and colours", "reset_overlay", (), "", "Overlay"),
    ActionSpec("more_opacity", "More opacity", "more_opacity", ("]",), "", "Overlay"),
    ActionSpec("less_opacity", "Less opacity", "less_opacity", ("[",), "", "Overlay"),
    ActionSpec(
        "compare",
        "Prior beside the film",
        "toggle_comparing",
        ("O",),
        "prior",
        "View",
        toolbar=True,
        checked="is_comparing",
    ),
    ActionSpec("escape", "Cancel drawing, or reset", "escape", ("Esc",), "", "View"),
    ActionSpec("draw_length", "Length", "draw_length", ("L",), "length", "Measure", toolbar=True, separator=True),
    ActionSpec("draw_angle", "Angle", "draw_angle", ("A",), "angle", "Measure", toolbar=True),
    ActionSpec("draw_cobb", "Cobb angle", "draw_cobb", ("B",), "cobb", "Measure", toolbar=True),
    ActionSpec(
        "draw_cardiothoracic", "Cardiothoracic ratio", "draw_cardiothoracic", ("C",), "ctr", "Measure", toolbar=True
    ),
    ActionSpec("draw_ellipse", "Ellipse with values", "draw_ellipse", ("E",), "ellipse", "Measure", toolbar=True),
    ActionSpec(
        "draw_rectangle", "Rectangle with values", "draw_rectangle", ("Q",), "rectangle", "Measure", toolbar=True
    ),
    ActionSpec("draw_polygon", "Polygon with values", "draw_polygon", ("P",), "polygon", "Measure", toolbar=True),
    ActionSpec("draw_arrow", "Arrow", "draw_arrow", ("Y",), "arrow", "Measure", toolbar=True),
    ActionSpec("draw_text", "Text", "draw_text", ("T",), "text", "Measure", toolbar=True),
    ActionSpec(
        "draw_calibration",
        "Calibrate by a known length …",
        "draw_calibration",
        ("K",),
        "calibrate",
        "Measure",
        toolbar=True,
    ),
    ActionSpec("undo_mark", "Undo", "undo_annotation", ("Ctrl+Z",), "undo", "Measure", toolbar=True, separator=True),
    ActionSpec("redo_mark", "Redo", "redo_annotation", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo", "Measure", toolbar=True),
    ActionSpec("delete_mark", "Delete the selected mark", "delete_annotation", ("Delete", "Backspace"), "", "Measure"),
    ActionSpec("delete_all_marks", "Delete all marks", "delete_all_annotations", ("Ctrl+Shift+Delete",), "", "Measure"),
    ActionSpec("toggle_drawn", "Show or hide your marks", "toggle_annotations", ("D",), "", "Measure"),
    ActionSpec(
        "touch",
        "Touch to test: hold and move over the film",
        "begin_occlusion",
        ("X",),
        "",
        "Measure",
        separator=True,
        released="end_occlusion",
    ),
    ActionSpec(
        "read_first",
        "Read first: call the findings, then see the model",
        "toggle_read_first",
        ("Ctrl+R",),
        "",
        "View",
        separator=True,
        checked="reads_first",
    ),
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
    ActionSpec("manual", "Manual …", "show_manual", ("Ctrl+F1",), "", "Help"),
    ActionSpec("shortcuts", "Keyboard and mouse …", "show_shortcuts", ("?",), "", "Help"),
    ActionSpec("model_card", "Model card …", "show_model_card", (), "", "Help"),
    ActionSpec("system", "This computer …", "show_system", (), "", "Help", separator=True),
    ActionSpec("licences", "Licences …", "show_licences", (), "", "Help"),
    ActionSpec("about", "About ThoraCAM …", "show_about", (), "", "Help"),
)

_OVERLAYS = tuple(
    ActionSpec(
        f"overlay_{finding.key}",
        "Overlay: {}",
        "toggle_finding",
        (f"F{place + 1}",),
        menu="Overlay",
        separator=place == 0,
        argument=place,
        subject=finding.title,
    )
    for place, finding in enumerate(FINDINGS)
)
_VERDICTS = tuple(
    ActionSpec(
        f"judge_{finding.key}",
        "Your word on {}",
        "judge_next",
        (f"Shift+F{place + 1}",),
        menu="Your word",
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
ACTIONS: tuple[ActionSpec, ...] = (*_PLAIN, *_OVERLAYS, *_VERDICTS, *_PRESETS)
BY_NAME = {spec.name: spec for spec in ACTIONS}
