"""Reads, one file per noun: frozen rows for screens, sheets and reports, filtered and sorted in SQL."""
