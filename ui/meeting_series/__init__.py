"""The screen of series of meetings: by which rule they repeat, who is always asked, and the meetings of each."""
