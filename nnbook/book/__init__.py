"""Markdown in, book out: parse the fences, run them, check what they print, and lay out the page."""
