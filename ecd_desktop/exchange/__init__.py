"""Workbooks: reading foreign ones, importing them, and writing ours; kept free of imports, the reader child starts here."""
