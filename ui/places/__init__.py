"""The screen of places: the districts, the settlements in them, and the days on which nobody works."""
