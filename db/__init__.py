"""What is remembered: records, the journal of every change, and the one door to both; SQLAlchemy lives here."""
