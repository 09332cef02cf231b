"""Batches: a table of prospects, and a card for each of them."""
