"""torchxrayvision's weights made into packs: its files are read without PyTorch and without running what they hold.

``pickle_data`` and ``torch_file`` read, ``networks`` builds the graph, ``labels`` says what its outputs are.
"""
