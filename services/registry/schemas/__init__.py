"""What forms and API take and give, by what it is about."""
