"""What people, messages and timers do in the registry: one function per verb, one transaction each."""
