"""Programs that work on the book and are no tests of it."""
