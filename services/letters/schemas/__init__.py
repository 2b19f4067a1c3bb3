"""What forms and API take and give."""
