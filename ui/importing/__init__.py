"""Bringing a foreign workbook in, step by step: file, sheet, columns, preview, result."""
