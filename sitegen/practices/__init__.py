"""The manifest of data practices: its schema, how it is read, what it may not say, and what must agree with it."""
