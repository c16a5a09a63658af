"""How the bundled pack is made: what is known of each film, phases from coarse to fine, decisions, figures, card."""
