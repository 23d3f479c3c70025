"""Documents to print: chosen, previewed as they change, saved, printed."""
