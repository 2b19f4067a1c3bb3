"""The walls around a child that looks at what strangers send, and the process that bears such children."""
