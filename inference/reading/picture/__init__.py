"""PNG, JPEG and TIFF as films: the header first, bounds next, pixels last. Called by ``reading.files`` alone."""
