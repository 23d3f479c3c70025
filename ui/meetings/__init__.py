"""The screen of meetings: list, form with its projects, attendance, what was promised."""
