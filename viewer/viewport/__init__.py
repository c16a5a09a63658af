"""Film on the screen: viewports, their cameras and captions, the overlay layer, magnifier, probe, histogram, prior.

A viewport shows what it is told and says in signals what the hand did over it; it decides nothing. Called by
``annotations``, ``window`` and ``export``; change here how a film or an overlay looks.
"""
