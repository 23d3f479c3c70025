"""Data that the program carries: catalogues, help, fonts, icons, samples; found with importlib.resources."""
