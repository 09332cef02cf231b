"""The platform of a user's own machine. Only this package imports `sqlite3`, `uvicorn` and the like."""
