"""Drawing on films: pure states (history, hand, grips) and the Qt objects that show them."""
