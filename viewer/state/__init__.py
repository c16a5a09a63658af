"""What is open and chosen, as frozen values and pure transitions: session, settings, window/level, camera.

No Qt, no files but the settings file, no threads: everything here can be tested with plain values. Called by all of
``viewer``; calls only ``inference``.
"""
