"""This computer: processor, memory, graphics card, which device would compute and why."""
