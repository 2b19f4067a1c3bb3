"""An office under load: staff and applicants who come by the clock, whether or not the last answer is there."""
