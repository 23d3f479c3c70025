"""The screen of what changed since a point of the past."""
