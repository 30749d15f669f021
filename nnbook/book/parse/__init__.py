"""The text of a page becomes its fences, equations and exercises, and what is wrong with them; nothing runs."""
