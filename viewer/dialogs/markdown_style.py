"""How Markdown looks in a dialog: space between paragraphs, quiet tables, code set off; Qt alone gives it none."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument, QTextFormat, QTextLength, QTextTable

from viewer.style.theme import scaled, toned

BORDER, CODE = "#303c49", "#0b0f14"
HEADING_SPACE, PARAGRAPH_SPACE, ITEM_SPACE, CELL_PADDING, CODE_INDENT = 14, 8, 4, 5, 8


def dress(document: QTextDocument) -> None:
    """Give a document that was made of Markdown its spaces and colours, in the text size and theme in use."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for block in _blocks(document):
        cursor.setPosition(block.position())
        if cursor.currentTable() is None:
            cursor.setBlockFormat(_spaced(block))
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame)
    cursor.endEditBlock()


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _spaced(block: QTextBlock) -> QTextBlockFormat:
    style = block.blockFormat()
    if _is_code(block):
        style.setNonBreakableLines(False)  # a long line is read, not scrolled
        style.setBackground(toned(CODE))
        style.setLeftMargin(scaled(CODE_INDENT))
        style.setBottomMargin(0 if _is_code(block.next()) else scaled(PARAGRAPH_SPACE))
        return style
    style.setTopMargin(scaled(HEADING_SPACE) if style.headingLevel() > 1 else 0)
    style.setBottomMargin(scaled(ITEM_SPACE if block.textList() else PARAGRAPH_SPACE))
    return style


def _is_code(block: QTextBlock) -> bool:
    return block.isValid() and block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)


def _dress_table(table: QTextTable) -> None:
    style = table.format()
    style.setBorderBrush(toned(BORDER))
    style.setBorder(1)
    style.setBorderCollapse(True)
    style.setCellPadding(scaled(CELL_PADDING))
    style.setCellSpacing(0)
    style.setTopMargin(scaled(ITEM_SPACE))
    style.setBottomMargin(scaled(PARAGRAPH_SPACE))
    style.setWidth(QTextLength())
    table.setFormat(style)
