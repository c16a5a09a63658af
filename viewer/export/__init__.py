"""What leaves the window: export dialogs with what stays out, batch export, copy and print, and the jobs.

What a report is made of is decided in ``inference.report``; here it is asked for and started. Called by ``window``.
"""
