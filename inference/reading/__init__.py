"""Files to films: DICOM, pictures, and folders of them."""
