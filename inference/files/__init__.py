"""Files on disk: written whole or not at all, named safely, and told apart from films when generated here.

Everybody may call it; every file that the program writes goes through it. Exports are read by whom the umask lets,
what the program keeps for itself by its owner alone. ``stored_types`` bound the numbers in files that are read.
"""
