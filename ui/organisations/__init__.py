"""The screen of organisations and municipal units: list, form, people, what each owes."""
