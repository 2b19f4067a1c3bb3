"""What people and programs are shown of the rows: a case, its parts, lists, statistics; words and choices of pages."""
