"""The reader's wishes about objects of other programs: looked for when a film has its bars, shown when asked for."""
