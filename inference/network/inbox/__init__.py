"""Where received objects are kept: whole or not at all, named by hashes, each once; and when a study is complete."""
