"""Drawings that are composed here and painted elsewhere; pure."""
