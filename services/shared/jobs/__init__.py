"""Background work: the Celery worker, and jobs that are due by the clock."""
