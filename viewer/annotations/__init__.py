"""Drawing and measuring by hand over a viewport: tools, items, places of labels, list of measurements, occlusion patch.

Tool states are pure; layers put them over viewports. A new tool begins with its kind in ``inference.core.annotation``
and a row in ``commands.action_table``. What a measurement's figures are is decided in ``inference.annotations``.
"""
