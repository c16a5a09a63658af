"""Help > Manual: every topic can be read and searched, links lead within the manual and never out of the program."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QAction, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import resources
from inference.text.manual import topics
from tests.snapshots.layout import controls, faults, spoken_name
from tests.viewer.hands import Build
from viewer.dialogs.help_dialogs import show_model_card
from viewer.dialogs.manual_dialog import ManualDialog
from viewer.dialogs.markdown_page import MarkdownPage
from viewer.style.theme import put_on
from viewer.style.translation import use_language

IMAGE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def manual(qtbot: QtBot) -> ManualDialog:
    dialog = ManualDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def shown(manual: ManualDialog) -> str:
    return manual.page.toPlainText()


def title(manual: ManualDialog) -> str:
    return shown(manual).split("\n")[0]


def test_every_topic_is_listed_and_shown(manual: ManualDialog) -> None:
    assert manual.listed == tuple(topic.title for topic in topics())
    for row, topic in enumerate(topics()):
        manual.list.setCurrentRow(row)
        assert title(manual) == topic.title
        assert "```" not in shown(manual)


def test_help_opens_it_once_beside_the_window(build: Build, qtbot: QtBot) -> None:
    window = build().window
    action = window.findChild(QAction, "manual")
    assert action is not None
    action.trigger()
    [first] = window.findChildren(ManualDialog)
    assert not first.isModal()
    action.trigger()
    assert window.findChildren(ManualDialog) == [first]
    with qtbot.waitSignal(first.destroyed):
        QTest.keyClick(first, Qt.Key.Key_Escape)
    action.trigger()
    [again] = window.findChildren(ManualDialog)
    assert again is not first


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("percent", [100, 200])
def test_its_layout_holds_and_every_control_has_a_name(
    build: Build, qapp: QApplication, language: str, percent: int
) -> None:
    use_language(qapp, language)
    put_on(qapp, "dark", percent)
    window = build().window
    for size in (QSize(1600, 1000), QSize(1280, 720)):
        window.resize(size)
        manual = ManualDialog(window)
        manual.show()
        manual.search.setText("heatmap")
        QApplication.processEvents()
        assert faults(manual) == []
        assert window.rect().contains(manual.rect())
        assert all(spoken_name(control) for control in controls(manual))
        manual.close()


def test_a_search_leaves_topics_with_every_word_and_marks_them(manual: ManualDialog) -> None:
    QTest.keyClicks(manual.search, "cobb angle")
    assert any(text.startswith("Annotations and assessments (") for text in manual.listed)
    assert "Licences" not in manual.listed
    assert {hit.casefold() for hit in manual.page.hits} == {"cobb", "angle"}
    assert len(manual.page.extraSelections()) == len(manual.page.hits)
    manual.search.clear()
    assert len(manual.listed) == len(topics())
    assert manual.page.hits == ()


def test_the_figure_beside_a_topic_is_how_many_places_are_marked(manual: ManualDialog) -> None:
    manual.search.setText("heatmap")
    for row in range(manual.list.count()):
        item = manual.list.item(row)
        if not item.isHidden():
            manual.list.setCurrentRow(row)
            assert item.text().endswith(f" ({len(manual.page.hits)})")


def test_enter_goes_from_hit_to_hit_and_on_to_the_next_topic(manual: ManualDialog) -> None:
    manual.search.setText("cardiothoracic")
    first, count = title(manual), len(manual.page.hits)
    for place in range(1, count):
        QTest.keyClick(manual.search, Qt.Key.Key_Return)
        assert (title(manual), manual.page.current_hit) == (first, place)
    QTest.keyClick(manual.search, Qt.Key.Key_Return)
    assert title(manual) != first
    assert manual.page.current_hit == 0
    assert manual.isVisible()


def test_a_word_that_stands_nowhere_is_said(manual: ManualDialog) -> None:
    manual.search.setText("xyzzy")
    assert manual.listed == ()
    assert "Nothing in the manual" in manual.status.text()


def test_links_lead_to_topics_and_cards_and_back(manual: ManualDialog) -> None:
    manual.page.anchorClicked.emit(QUrl("keys.md"))
    assert title(manual) == "Keys and mouse"
    manual.page.anchorClicked.emit(QUrl("../models/thoracam/MODEL_CARD.md"))
    assert title(manual).startswith("ThoraCAM pack")
    manual.back.click()
    assert title(manual) == "Keys and mouse"
    manual.back.click()
    assert title(manual) == topics()[0].title
    assert not manual.back.isEnabled()


@pytest.mark.parametrize("target", ["https://example.org/x", "file:///etc/passwd", "../../pyproject.toml", "gone.md"])
def test_a_link_that_leads_out_is_told_and_not_opened(manual: ManualDialog, target: str) -> None:
    before = shown(manual)
    manual.page.anchorClicked.emit(QUrl(target))
    assert shown(manual) == before
    assert target in manual.status.text()


def picture(path: Path, width: int = 3000) -> Path:
    image = QImage(width, 60, QImage.Format.Format_RGB32)
    image.fill(0xFF0000)
    assert image.save(str(path))
    return path


def test_pictures_come_from_below_the_folder_alone(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "pack").mkdir()
    inside, outside = picture(tmp_path / "pack" / "in.png"), picture(tmp_path / "out.png")
    page = MarkdownPage()
    qtbot.addWidget(page)
    page.show_markdown("![a](in.png)", tmp_path / "pack", tmp_path / "pack")
    assert isinstance(page.loadResource(IMAGE, QUrl("in.png")), QImage)
    for name in ("../out.png", str(outside), outside.as_uri(), "https://example.org/a.png"):
        assert page.loadResource(IMAGE, QUrl(name)) is None
    style = QTextDocument.ResourceType.StyleSheetResource.value
    assert page.loadResource(style, QUrl(inside.name)) is None


def test_a_picture_is_no_wider_than_the_page_and_a_resize_changes_no_word(tmp_path: Path, qtbot: QtBot) -> None:
    picture(tmp_path / "wide.png")
    page = MarkdownPage()
    qtbot.addWidget(page)
    page.resize(700, 400)
    page.show()
    page.show_markdown("# Film\n\n![a](wide.png)\n\nWords.\n\n" * 5, tmp_path, tmp_path)
    before = page.toPlainText()
    for width in (500, 900, 420):
        page.resize(width, 400)
        QApplication.processEvents()
        found = page.loadResource(IMAGE, QUrl("wide.png"))
        assert found.width() / found.devicePixelRatio() < page.viewport().width()
        assert not page.horizontalScrollBar().isVisible()
        assert page.toPlainText() == before


def test_text_size_and_theme_are_those_of_the_window(qapp: QApplication, qtbot: QtBot) -> None:
    put_on(qapp, "dim", 200)
    manual = ManualDialog()
    qtbot.addWidget(manual)
    assert manual.page.document().defaultFont().pixelSize() == 26
    assert manual.page.document().begin().next().blockFormat().bottomMargin() == 16


@pytest.mark.parametrize(
    ("content", "shown"), [(b"# A \xff card", "A \ufffd card"), (None, "This model pack brings no model card.")]
)
def test_a_model_card_of_any_content_and_length_is_no_fault(
    qtbot: QtBot, tmp_path: Path, content: bytes | None, shown: str
) -> None:
    (tmp_path / "MODEL_CARD.md").write_bytes(content or b"")
    if content is None:
        os.truncate(tmp_path / "MODEL_CARD.md", 1 << 40)
    parent = QWidget()
    qtbot.addWidget(parent)
    show_model_card(parent, tmp_path)
    [page] = parent.findChildren(MarkdownPage)
    assert page.toPlainText().strip() == shown


def test_the_model_card_shows_its_pictures(qtbot: QtBot) -> None:
    pack = resources.DEFAULT_PACK
    page = MarkdownPage()
    qtbot.addWidget(page)
    page.show_markdown((pack / "MODEL_CARD.md").read_text("utf-8"), pack, pack)
    assert not page.loadResource(IMAGE, QUrl("simulation.jpg")).isNull()
