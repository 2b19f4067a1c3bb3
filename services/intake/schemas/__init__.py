"""What forms and API take (marshmallow), and what the API answers."""
