"""Files that people bring: how they come in, are looked at, and are kept."""
