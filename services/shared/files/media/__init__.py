"""Pictures and facts of files that strangers made: made in a child with limits, without the original's metadata."""
