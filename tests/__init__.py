"""The tests: of the library, of the book machinery, and of the site that it builds."""
