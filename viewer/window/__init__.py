"""The main window: how the parts lie, which signal goes where, and the actions of menus as small objects.

``binding`` gives each action of the table its command; ``notices`` are what the window says by itself.

Called by ``app`` alone. What a part shows belongs to that part, what an intent does to ``control``.
"""
