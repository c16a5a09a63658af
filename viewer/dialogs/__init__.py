"""Dialogs about the program: settings, help, manual, model card, this computer, licences. Called by ``window``."""
