"""How far a long change is, and the wish to stop it: written on one thread, read on another."""


class Progress:
    """``done`` of ``total`` records are written; ``total`` is 0 where nobody knows.  Once stopped, it stays so."""

    __slots__ = ("done", "stopped", "total")

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.stopped = False

    def stop(self) -> None:
        """Ask for the end: the change is rolled back at its next statement, unless it is being committed already."""
        self.stopped = True

    @property
    def share(self) -> int | None:
        """Hundredths that are done; None where nobody knows."""
        return min(100 * self.done // self.total, 99) if self.total else None
