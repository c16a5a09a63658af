"""Drawing and measuring by hand over a viewport: tools, items, hit test, editing, the occlusion patch.

Tool states are pure; layers put them over viewports. What a measurement's figures are is decided in
``inference.annotations``.
"""
