"""The nouns of the project, as frozen dataclasses. Ground floor: they know nothing but each other."""
