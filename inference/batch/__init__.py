"""Many films: reading, analysis and writing side by side with bounded memory, resumed where a run stopped."""
