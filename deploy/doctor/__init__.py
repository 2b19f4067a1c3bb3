"""``sigap doctor``: looks at everything an installation needs; each finding says what to do."""
