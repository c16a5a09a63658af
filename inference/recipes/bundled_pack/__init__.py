"""How the bundled pack is made: films and what is known of them, phases from coarse to fine, decisions, figures, card."""
