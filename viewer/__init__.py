"""ThoraCAM's window: PySide6 and pyqtgraph; imports inference and resources, never the other way."""
