"""From Markdown to book: one test for each way in which a page could look tested and not be."""
