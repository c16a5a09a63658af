"""What the window says by itself: bars over the films, their stack, and how far work is; called by ``window`` alone."""
