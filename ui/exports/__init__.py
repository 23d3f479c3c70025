"""What goes out to the departments: their workbooks, and the log of what was sent."""
