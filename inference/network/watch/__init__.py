"""A folder that is looked at again and again: films that have stopped growing, each once, across restarts."""
