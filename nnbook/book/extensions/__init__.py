"""Python-Markdown extensions: what makes a page right, under any generator."""
