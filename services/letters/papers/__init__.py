"""The letter on paper: content in, the file out that the Camat reviews and signs (steps 14 and 15)."""
