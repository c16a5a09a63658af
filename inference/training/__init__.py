"""What ``thoracam train`` and ``thoracam evaluate`` run: labels and films, fitting, evaluation, the new pack.

Imports TensorFlow inside functions. Called by ``cli``; nothing of the window needs it.
"""
