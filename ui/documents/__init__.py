"""The screen of documents: what was sent and received, who still owes an answer, and what it is about."""
