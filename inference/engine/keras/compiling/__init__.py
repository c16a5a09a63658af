"""Makes the compiled form of a pack and proves it against the pack's own network.

Needs TensorFlow, Keras and OpenVINO. Called where packs are made, and by ``engine.openvino`` in a process of its own.
"""
