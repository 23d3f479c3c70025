"""The screen of decisions: what all meetings decided, and what of it is in force."""
