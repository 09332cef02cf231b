"""A package, so that no `tests` of an installed package is found in its place."""
