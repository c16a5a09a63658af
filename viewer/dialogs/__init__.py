"""Dialogs: settings, window presets, the reader's impression, help, manual, model card, this computer, licences.

Called by ``window`` and ``export``.
"""
