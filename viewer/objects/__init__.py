"""What other programs say of the film in hand: their presentation states, structured reports and segmentations.

Shows what ``inference.reading.objects`` read, under the other program's own name and colour: its numbers are never
mixed with those of the model here.
"""
