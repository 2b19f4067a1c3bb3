"""Fields that are stored encrypted: keys, their change, and erasing."""
