"""``thoracam model``: packs on the command line, checked, described, and made of networks from elsewhere."""

from inference.cli.commands.model.options import add_parser

__all__ = ["add_parser"]
