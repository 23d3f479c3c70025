"""The screen of cases (asuntos): list, form, log, parties, and how they are closed."""
