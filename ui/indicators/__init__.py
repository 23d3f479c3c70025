"""The screen of indicators: what is measured in every project, how far each has come, and what was found."""
