"""The postcard as a file: front and back, laid out in Python and painted by the page.

`sheets.sheet` answers shapes with places, sizes and colours. The page paints them on a canvas, which has what no SVG in
an `<img>` has: the page's own fonts, and the system's for all other scripts, from right to left where they are written
so.
"""
