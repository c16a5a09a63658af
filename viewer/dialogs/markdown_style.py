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
    look = block.blockFormat()
    if _is_code(block):
        look.setNonBreakableLines(False)  # a long line is read, not scrolled
        look.setBackground(toned(CODE))
        look.setLeftMargin(scaled(CODE_INDENT))
        look.setBottomMargin(0 if _is_code(block.next()) else scaled(PARAGRAPH_SPACE))
        return look
    look.setTopMargin(scaled(HEADING_SPACE) if look.headingLevel() > 1 else 0)
    look.setBottomMargin(scaled(ITEM_SPACE if block.textList() else PARAGRAPH_SPACE))
    return look


def _is_code(block: QTextBlock) -> bool:
    return block.isValid() and block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)


def _dress_table(table: QTextTable) -> None:
    look = table.format()
    look.setBorderBrush(toned(BORDER))
    look.setBorder(1)
    look.setBorderCollapse(True)
    look.setCellPadding(scaled(CELL_PADDING))
    look.setCellSpacing(0)
    look.setTopMargin(scaled(ITEM_SPACE))
    look.setBottomMargin(scaled(PARAGRAPH_SPACE))
    look.setWidth(QTextLength())
    table.setFormat(look)
