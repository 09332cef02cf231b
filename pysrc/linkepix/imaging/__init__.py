"""Picture files: what they are, what they tell, and files without that. Pure Python; pixels are never decoded.

`inspect.inspect` and `inspect.find_metadata` read a file, `strip.strip` puts one together without its metadata,
`names.py` names results and `archive.py` packs them.
"""
