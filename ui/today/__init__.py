"""The first place: what needs me, the days ahead, how the portfolio does, what happened lately."""
