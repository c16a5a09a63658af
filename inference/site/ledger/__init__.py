"""The ledger: what readers said beside what the model said, film by film, and the figures that are counted from it.

An SQLite file in the user's own data folder, by film hash, pack hash and preparation; it holds no names. ``store``
keeps and finds, ``figures`` counts, ``truth`` brings what reports said later, ``table`` writes CSV.
"""
