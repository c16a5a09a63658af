"""Networks and their fitting: losses, schedules, checkpoints that resume bit by bit, the written pack."""
