"""Taking minutes: a page of its own for one meeting, written while people talk."""
