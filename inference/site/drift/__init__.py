"""Whether films and scores are still as in the first weeks: weekly counts and three lights, with the films behind them.

Reads the ledger's films and scores; decides nothing about the model.
"""
