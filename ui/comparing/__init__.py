"""The screen of a list beside itself as it was."""
