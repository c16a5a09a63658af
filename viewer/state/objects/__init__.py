"""What of other programs' objects is known and shown: frozen values and what follows from them, without Qt."""
