"""Pure renderers from frozen specifications to SVG."""

from evalreport.exhibits.drawing.svg import svg

__all__ = ["svg"]
