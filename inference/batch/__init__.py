"""Many films: reading, analysis and writing side by side with bounded memory, resumed where a run stopped.

Films are compared with the priors of their patients in the same run. Called by the command line and the window.
"""
