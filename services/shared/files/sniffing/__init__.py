"""What a file is, by its own bytes: containers are looked into, and what acts when it is opened is refused."""
