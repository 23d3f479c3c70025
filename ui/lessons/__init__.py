"""The screen of lessons: the bank of what was learnt, the sheet of each, and where it was applied."""
