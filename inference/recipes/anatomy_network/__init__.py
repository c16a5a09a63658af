"""How the network of lungs and heart is made: films with masks by hand, fitting, figures, card, ONNX file."""
