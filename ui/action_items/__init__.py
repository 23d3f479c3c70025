"""The screen of action items (compromisos): list, form, log, and what can be done with a selection."""
