"""The window onto the ledger: the keeper that notes films as they are read, the dialog, its pages and tables."""
