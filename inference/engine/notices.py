"""What the engine says when it had to run in another way than asked; the window translates these sentences."""

from __future__ import annotations

OUT_OF_GPU_MEMORY = "The GPU ran out of memory; the processor does the work now."
DEVICE_FAILED = "The device that was to compute failed; the processor does the work now."
NO_GPU = (
    "The settings ask for the GPU, but none is found that can be used; the processor does the work now. "
    "Help > This computer says what is missing."
)
NO_NPU = (
    "The settings ask for the NPU, but none is found that can be used; the processor does the work now. "
    "Help > This computer says what is missing."
)
WITH_TENSORFLOW = (
    "This model has no compiled form, and none can be made of it; TensorFlow runs it, which starts more slowly."
)
NOTICES = (OUT_OF_GPU_MEMORY, DEVICE_FAILED, NO_GPU, NO_NPU, WITH_TENSORFLOW)
