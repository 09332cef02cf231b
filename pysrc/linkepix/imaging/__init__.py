"""Pictures as data: what files are, what they tell, and files without that; what is to be done to their pixels.

Pure Python; pixels are never decoded. `inspect.inspect` and `inspect.find_metadata` read a file, `strip.strip` puts one
together without its metadata, `names.py` names results and `archive.py` packs them. `plan.py` turns a recipe into steps
for the pixel worker, by `geometry.py` and `size_search.py`.
"""
