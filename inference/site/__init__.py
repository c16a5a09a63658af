"""What the numbers mean at the reader's site: agreement, site thresholds, drift, similar films, reader studies.

Counts what readers stored; nothing leaves the computer, and every figure says how many films it rests on. Called by
the window's ``site`` and the command line. Runs no network and reads no pixels: what it counts is brought to it. Beside
them lie teaching and the record of use.
"""
