"""The engine: film in, analysis out. Heatmaps, occlusion, faithfulness, location of evidence, film check.

``factory.open_engine`` is the way in. ``engine.openvino`` reads films; only ``engine.keras`` imports
TensorFlow, inside functions.
"""
