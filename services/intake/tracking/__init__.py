"""Public tracking: the applicant follows the case by a secret code, without sign-in and without personal data."""
