"""Search and retrieval by either protocol: studies, series, the worklist of what is expected, films into an inbox."""
