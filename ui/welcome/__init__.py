"""What stands in the window while no database is open."""
