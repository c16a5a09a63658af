"""What computes and how: TensorFlow's import, devices, number formats and their choice, one loaded network."""
