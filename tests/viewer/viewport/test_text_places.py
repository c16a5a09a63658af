"""What is written over a film: nothing lies over anything else in a viewport of any size, and what matters stays."""

from __future__ import annotations

from itertools import combinations
from types import MappingProxyType

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from inference.imaging.heatmap_contours import stroke_of
from viewer.app.application import dress
from viewer.state.settings import Settings
from viewer.viewport.corner_annotations import CornerAnnotations
from viewer.viewport.heatmap_captions import CaptionLine
from viewer.viewport.viewport_texts import ViewportTexts, boxes_of, draw_texts, fitting

LETTERS = {"left_edge": "R", "right_edge": "L", "top_edge": "H", "bottom_edge": "F"}
FULL = ViewportTexts(
    CornerAnnotations(
        heading="Prior  2025-01-01",
        top_left=("SYNTHETIC ALEXANDRA MARIA", "TC-0001-2345", "1961-03-14  M  064Y"),
        top_right=("2026-01-05 09:12", "Chest, two views, standing", "A hospital with a long name"),
        bottom_right=("PA chest after drainage", "DX  CHEST  PA", "Sides unknown", "Inverted"),
        **LETTERS,
    ),
    status=(
        "Pneumothorax  0.1234 logit per cell  12 % of full",
        "x 1234  y 1234  stored 4095  value 4095  shown 255",
        "Rotated by 90°  Sigmoid  Gamma 1.20",
        "Zoom 52 % (real size, at detector)",
        "W 4096  L 2048  STANDARD",
    ),
    caption=(
        CaptionLine("AI, outlines at a quarter of full colour:"),
        CaptionLine("Tension pneumothorax", stroke_of("tension_pneumothorax")),
        CaptionLine("No evidence map: Hemothorax, Mediastinum abnormality"),
    ),
    hints=MappingProxyType({"annotations": "Click both ends of the length; Esc puts the tool down"}),
)
SIZES = [(180, 180), (180, 600), (230, 300), (300, 240), (420, 330), (620, 700), (1100, 900), (1800, 200)]


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_text_lies_over_another_and_the_letters_stay(
    qapp: QApplication, size: tuple[int, int], percent: int
) -> None:
    dress(qapp, Settings(text_percent=percent))
    area = QRectF(10, 10, *size)
    boxes = boxes_of(area, fitting(area, FULL))
    over = [(one, other) for one, other in combinations(boxes, 2) if boxes[one].intersects(boxes[other])]
    assert over == []
    assert not any(boxes[f"letter {place}"].isEmpty() for place in range(4))
    assert not boxes["heading"].isEmpty()
    for name, box in boxes.items():
        assert box.isEmpty() or area.adjusted(-6, -3, 6, 3).contains(box), name


@pytest.mark.parametrize("size", [(620, 700), (1100, 900)])
def test_where_there_is_room_nothing_is_left_out(qapp: QApplication, size: tuple[int, int]) -> None:
    dress(qapp)
    assert fitting(QRectF(0, 0, *size), FULL) == FULL


def test_in_a_small_viewport_it_is_still_said_what_is_drawn_and_who_it_is(qapp: QApplication) -> None:
    dress(qapp)
    found = fitting(QRectF(0, 0, 300, 300), FULL)
    assert found.caption[:1] == FULL.caption[:1]
    assert found.corners.heading
    assert found.corners.top_left[:1] == FULL.corners.top_left[:1]
    assert found.status[-1:] == FULL.status[-1:]


ALONE = {
    "heading": ViewportTexts(CornerAnnotations(heading=FULL.corners.heading)),
    "top_left": ViewportTexts(CornerAnnotations(top_left=FULL.corners.top_left)),
    "top_right": ViewportTexts(CornerAnnotations(top_right=FULL.corners.top_right)),
    "bottom_right": ViewportTexts(CornerAnnotations(bottom_right=FULL.corners.bottom_right)),
    "status": ViewportTexts(status=FULL.status),
    "caption": ViewportTexts(caption=FULL.caption),
    "hints": ViewportTexts(hints=FULL.hints),
}


@pytest.mark.parametrize("size", [(240, 300), (900, 700)], ids=str)
@pytest.mark.parametrize("name", ALONE)
def test_each_text_is_drawn_where_it_is_said_to_be(qapp: QApplication, name: str, size: tuple[int, int]) -> None:
    dress(qapp)
    area = QRectF(10, 10, *size)
    image = QImage(size[0] + 20, size[1] + 20, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    draw_texts(painter, area, ALONE[name])
    painter.end()
    inked = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., 3] > 0
    rows, columns = np.nonzero(inked)
    box = boxes_of(area, ALONE[name])[name].adjusted(-2, -2, 2, 2)
    assert rows.size
    assert box.top() <= rows.min()
    assert rows.max() <= box.bottom()
    assert box.left() <= columns.min()
    assert columns.max() <= box.right()
