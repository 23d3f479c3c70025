"""Reads, one file per noun: frozen rows for screens, sheets and reports, filtered and sorted in SQL."""

from sqlalchemy.orm import Session

__all__ = ["Session"]
