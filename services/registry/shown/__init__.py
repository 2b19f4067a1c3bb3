"""What people and programs are shown, made from rows: letters, the book, the archive, the public check."""
