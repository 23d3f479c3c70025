"""How the schema got here: one file per revision, each spelling out its own tables, each one transaction."""
