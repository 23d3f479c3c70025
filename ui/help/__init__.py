"""Help without a network: pages in the person's language, the sheet of shortcuts, what the program is made of."""
