"""How the pack that comes with the program is made: real films first, then real and painted ones, then proof."""
