"""Object storage (S3): the one place that knows it."""
