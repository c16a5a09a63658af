"""Operating points of the site's own films: found, kept in a file that can be signed off, brought in, withdrawn.

``tuning`` finds them from scores, ``file`` writes and reads them, ``store`` holds those in force on this computer.
"""
