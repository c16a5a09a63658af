"""Files on disk: written whole or not at all, named safely, and told apart from films when generated here.

Everybody may call it; every file that the program writes goes through it.
"""
