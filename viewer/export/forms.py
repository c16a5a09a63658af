"""In which form the user wants results, by the settings."""

from __future__ import annotations

from dataclasses import replace

from inference.report.page.options import CaptureSyntax, DicomForm, PageForm, Paper, ReportClass, ReportTheme
from viewer.state.settings import Settings


def dicom_form(settings: Settings) -> DicomForm:
    """The form in which the user wants DICOM results."""
    return DicomForm(
        CaptureSyntax(settings.dicom_pictures),
        ReportClass(settings.dicom_report),
        settings.dicom_document,
        settings.dicom_state,
        settings.dicom_keys,
        settings.dicom_maps,
    )


def with_dicom_form(settings: Settings, form: DicomForm) -> Settings:
    """The settings with this choice of objects that go with DICOM."""
    return replace(
        settings,
        dicom_document=form.document,
        dicom_state=form.state,
        dicom_keys=form.keys,
        dicom_maps=form.maps,
    )


def page_form(settings: Settings) -> PageForm:
    """How the user wants pages of reports; in the language of the window."""
    return PageForm(Paper(settings.report_paper), ReportTheme(settings.report_theme), settings.language)
