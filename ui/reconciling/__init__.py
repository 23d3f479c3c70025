"""What came back: files that wait, their questions answered by one key each, applied as one change."""
