"""Actions of the menus on the reader's own site: the ledger, and site thresholds."""
