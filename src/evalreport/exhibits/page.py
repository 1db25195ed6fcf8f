"""The page that exhibits are made for."""

WIDTH = 14.6 / 2.54 * 72
"""Width of the report's text block in points (14.6 cm): figures stand in it at their own size, tables fill it."""
