"""Reports for people and systems; every file is written whole."""
