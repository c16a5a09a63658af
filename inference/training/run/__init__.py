"""One ``thoracam train`` from a user's table to a pack with its card; called by the command alone."""
