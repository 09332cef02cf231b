"""Views of Create: the form, the run as a stream, the message that is edited."""
