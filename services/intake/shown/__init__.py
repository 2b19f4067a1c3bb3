"""What people and programs are shown: the one place that turns rows into it."""
