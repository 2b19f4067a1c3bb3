"""What the people who run the office see of the handoffs: page, JSON and metrics, the same facts in three shapes."""
