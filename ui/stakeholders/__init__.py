"""The screen of stakeholders: list and power–interest grid, form, assessments, relations, contacts, promises."""
