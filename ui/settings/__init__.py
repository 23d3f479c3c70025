"""The settings of this machine, and which database is open."""
