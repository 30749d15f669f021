"""What reaches the reader's eye, checked on the built site; every check returns a list of `page: where: what`."""
