"""Which layout the viewports lie in, and the films that it shows beside the open one: a prior, or a page of four.

They are read (and a prior analysed) ahead of need. Called by the controller and by travel; what is shown is the
session's ``arrangement``.
"""
