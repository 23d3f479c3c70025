"""The screen of topics: each through all the meetings in which it was dealt with."""
