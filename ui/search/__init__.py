"""Search over everything that was ever written down."""
