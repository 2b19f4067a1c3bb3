"""The archive package of an ended case: what goes in, how it is made, and the timed job that makes it."""
