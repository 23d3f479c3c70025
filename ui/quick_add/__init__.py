"""Quick add: one typed line as a commitment, with live chips; over any page, and in place on the first one."""
