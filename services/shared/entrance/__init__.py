"""The part in which people sign in: a web application of its own in front of the four services."""
