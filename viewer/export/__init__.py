"""What leaves the window: export dialogs, batch export, copy and print, and the jobs that write.

What a report is made of is decided in ``inference.report``; here it is asked for and started. Called by ``window``.
"""
