"""The networks of the book in other frameworks, compared with its own: `make frameworks`."""
