"""What reaches the reader's eye, checked on the built site; every check returns its complaints as `page: where: what`."""
