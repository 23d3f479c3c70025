"""The screen of projects: list, form with its stages, commitments, log."""
