"""Notices to the staff of steps 6 to 13: new work for whoever has the next step, and reminders from the limits."""
