"""Which files an export writes, and what they hold: film folder, CSV, JSON, summaries, provenance, reopening."""
