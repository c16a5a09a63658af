"""The pictures that go into reports: the film as shown, and the film with its overlay, at film resolution."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis, ScoreState
from inference.core.film import Radiograph
from inference.core.voi import Voi
from inference.imaging.colormap import DEFAULT_COLORMAP, DEFAULT_OPACITY
from inference.imaging.display_pipeline import render
from inference.imaging.heatmap_overlay import film_with_heat
from inference.imaging.spatial_transform import UPRIGHT, SpatialTransform, apply_transform
from inference.text.catalogue import translator
from inference.text.wording import Translate


@dataclass(frozen=True, slots=True, eq=False)
class ViewportGrayscale:
    """The window of a viewport (None: the film's own) and whether its black and white are swapped."""

    voi: Voi | None = None
    invert: bool = False


@dataclass(frozen=True, slots=True)
class Observer:
    """The person who read a film: name as ``family^given`` or as it is written, and the organization they speak for.

    ``signed``: they answer for the report.
    """

    name: str = ""
    organization: str = ""
    signed: bool = False


class CaptureSyntax(StrEnum):
    """How pictures are written as DICOM: in the syntax that every archive takes, or without loss at a ninth of it."""

    EXPLICIT = "explicit"
    JPEG_LS = "jpeg-ls"


class ReportClass(StrEnum):
    """The SOP class of structured reports."""

    COMPREHENSIVE = "comprehensive"
    COMPREHENSIVE_3D = "comprehensive-3d"


@dataclass(frozen=True, slots=True)
class DicomForm:
    """Which of the forms that archives take results go out in.

    ``document``: the report as encapsulated PDF too; ``state``: the film as seen as a presentation state too;
    ``keys``: a key object selection of a film with a finding, or that the reader flagged, too; ``maps``: the heatmaps
    as data, a parametric map each, too.
    """

    captures: CaptureSyntax = CaptureSyntax.EXPLICIT
    report: ReportClass = ReportClass.COMPREHENSIVE
    document: bool = False
    state: bool = False
    keys: bool = False
    maps: bool = False


PLAIN_DICOM = DicomForm()


class AreaSize(StrEnum):
    """How large the part of a film that is seen is shown elsewhere (PS3.3 C.10.4, Presentation Size Mode)."""

    FIT = "SCALE TO FIT"
    MAGNIFY = "MAGNIFY"
    TRUE_SIZE = "TRUE SIZE"


@dataclass(frozen=True, slots=True)
class SeenArea:
    """The part of a film that is seen: its edges in film pixels from the film's outer edge, lying as stored.

    ``magnified``: the pixels of the screen for one of the film's, for ``AreaSize.MAGNIFY`` alone.
    """

    left: float
    top: float
    right: float
    bottom: float
    size: AreaSize = AreaSize.FIT
    magnified: float = 1.0


class Paper(StrEnum):
    """The sizes of paper that reports are made for."""

    A4 = "a4"
    LETTER = "letter"

    @property
    def units(self) -> tuple[int, int]:
        """Width and height in units of layout, 150 to the inch."""
        return (1240, 1754) if self is Paper.A4 else (1275, 1650)

    @property
    def points(self) -> tuple[float, float]:
        """Width and height in points."""
        return (595.28, 841.89) if self is Paper.A4 else (612.0, 792.0)


class ReportTheme(StrEnum):
    """How pictures of pages look: dark as the window, or as on paper. PDF and print are always light."""

    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class PageForm:
    """The paper, the colours and the language (of ``catalogue.LANGUAGES``) of a report."""

    paper: Paper = Paper.A4
    theme: ReportTheme = ReportTheme.DARK
    language: str = "en"


PLAIN_PAGE = PageForm()


@dataclass(frozen=True, slots=True, eq=False)
class PriorResults:
    """What the same model said of an earlier film of the patient, and the day of that film, ISO."""

    day: str
    analysis: Analysis


@dataclass(frozen=True, slots=True, eq=False)
class ReportOptions:
    """What a report shows.

    ``keys``: the findings whose overlay is drawn; None draws those above or around their operating point. ``outlined``
    draws one as an outline along its cells instead of heat; several are always drawn so. ``voi``, ``invert`` and
    ``transform``: the film as seen; by default as it opens; ``unlinked``: the overlay viewport, where its window was
    not linked to that of the film; ``area``: the part of the film that is seen, None for all of it.
    ``annotated``: pictures that leave alone have the reader's annotations too, as the page of a report always has.
    ``all_overlays``: findings below their operating point get an overlay of their own too. ``anonymize`` leaves
    identity out; ``institution`` is a line of the user's own at the head; ``observer`` is the
    reader, who is named in DICOM and, where they sign, on the page; ``dicom`` is the form of DICOM results, ``form``
    that of pages; ``prior`` is what an earlier film is compared by.
    """

    keys: Collection[str] | None = None
    opacity: float = DEFAULT_OPACITY
    colormap: str = DEFAULT_COLORMAP
    outlined: bool = False
    voi: Voi | None = None
    invert: bool = False
    unlinked: ViewportGrayscale | None = None
    transform: SpatialTransform = UPRIGHT
    area: SeenArea | None = None
    annotated: bool = False
    all_overlays: bool = False
    anonymize: bool = False
    overwrite: bool = False
    institution: str = ""
    observer: Observer = Observer()
    dicom: DicomForm = PLAIN_DICOM
    form: PageForm = PLAIN_PAGE
    prior: PriorResults | None = None

    @property
    def translate(self) -> Translate:
        """What says the sentences of a report in its language."""
        return translator(self.form.language)

    @property
    def signer(self) -> Observer | None:
        """Who signed the report; None where nobody did, or where identity is left out."""
        return self.observer if self.observer.signed and self.observer.name and not self.anonymize else None


def plain_picture(film: Radiograph, options: ReportOptions) -> NDArray[np.uint8]:
    """The film in grayscale, uint8 (rows, columns), lying as stored."""
    return render(film, options.voi, invert=options.invert)


def overlaid_picture(
    film: Radiograph, analysis: Analysis, keys: Collection[str], options: ReportOptions
) -> NDArray[np.uint8]:
    """The film with the overlay of the given findings, RGB uint8 (rows, columns, 3), lying as stored."""
    from inference.report.page.contour_drawing import with_contour, with_outlines  # Pillow, for what is drawn alone

    grayscale = options.unlinked or ViewportGrayscale(options.voi, options.invert)
    grey = render(film, grayscale.voi, invert=grayscale.invert)
    if draws_outlines(keys, options):
        return with_outlines(grey, analysis, keys)
    return with_contour(film_with_heat(grey, analysis, keys, options.colormap, options.opacity), analysis, keys)


def draws_outlines(keys: Collection[str], options: ReportOptions) -> bool:
    """Whether findings are told apart by outlines: as was chosen, and always where there are several."""
    return options.outlined or len(keys) > 1


def transformed(picture: NDArray[np.uint8], options: ReportOptions) -> NDArray[np.uint8]:
    """A picture of the film (rows, columns, ...) as the options say it lies; the same pixels."""
    return np.ascontiguousarray(apply_transform(picture, options.transform))


def transformed_aspect(film: Radiograph, options: ReportOptions) -> float:
    """The height of a pixel over its width in a picture of the film that lies as the options say."""
    return film.pixel_aspect if options.transform.xx else 1 / film.pixel_aspect


def drawn_keys(analysis: Analysis, options: ReportOptions) -> tuple[str, ...]:
    """The findings whose overlay a report draws, in the panel's order."""
    shown = (ScoreState.ABOVE, ScoreState.NOT_SURE)
    return tuple(
        result.finding.key
        for result in (analysis.results if options.keys is None else analysis.all_results)
        if result.heatmap is not None
        and (result.finding.key in options.keys if options.keys is not None else result.state in shown)
    )
