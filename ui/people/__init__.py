"""The screen of people: list, form with its personal data apart, posts, what each answers for."""
