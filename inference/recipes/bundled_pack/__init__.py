"""How the bundled pack is made: real films first, then real and simulated ones, then proof."""
