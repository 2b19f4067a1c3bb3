"""Letters, book rows and archived cases as pages and API show them."""
