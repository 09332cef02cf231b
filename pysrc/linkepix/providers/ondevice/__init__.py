"""The maker that needs no key and no network: draws a figure in a scene, writes from a grammar."""
