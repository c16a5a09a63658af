"""How the film check's network is made: scenes, films, fitting, figures, card."""
