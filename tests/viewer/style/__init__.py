"""How the program is dressed."""
