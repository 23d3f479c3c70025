"""Workbooks: reading foreign ones, importing them, writing ours; imports nothing, the reader child starts here."""
