"""What the staff of the front desk does, and what messages and timers do: one function per verb."""
