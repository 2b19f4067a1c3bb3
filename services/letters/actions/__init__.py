"""One function per verb: what happens to a letter (steps 14 and 15)."""
