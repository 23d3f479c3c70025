"""What is seen: Qt lives here and nowhere else.

``main_window`` is the shell; ``wiring`` lists its places; ``commands`` are gestures as data; ``here`` is what a screen
and a command stand in; ``tasks`` holds the only threads and, with ``bridge``, the store; ``messages`` says things;
``tokens``, ``style``, ``icons`` are the look.  ``widgets`` know kinds, never nouns; each other folder is one noun's
screen and never imports another's.  How a noun's screen is built is written in ``ui.widgets``.
"""
