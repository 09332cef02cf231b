"""One module a page; a view answers a request for a fragment with HTML."""
