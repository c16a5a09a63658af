"""Pictures of pages on a printer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from inference.report.page.options import Paper


def paper_of(printer: QPrinter) -> Paper | None:
    """Of the papers that pages are made for the first that fits on the one that lies in a printer; None for none."""
    size = printer.pageLayout().pageSize().size(QPageSize.Unit.Point)
    fits = (one for one in Paper if size.width() >= one.points[0] - 1 and size.height() >= one.points[1] - 1)
    return next(fits, None)


def print_pages(printer: QPrinter, pages: Sequence[QImage], paper: Paper | None = None) -> None:
    """Print pictures of pages, each as large as fits in its middle at the top; with ``paper`` as large as that is."""
    printer.setFullPage(paper is not None)
    area = printer.pageRect(QPrinter.Unit.DevicePixel)
    painter = QPainter(printer)
    for place, page in enumerate(pages):
        if place:
            printer.newPage()
        scale = min(area.width() / page.width(), area.height() / page.height())
        if paper is not None:
            scale = paper.points[0] / 72 * printer.resolution() / page.width()
        width = page.width() * scale
        painter.drawImage(QRectF((area.width() - width) / 2, 0, width, page.height() * scale), page)
    painter.end()
