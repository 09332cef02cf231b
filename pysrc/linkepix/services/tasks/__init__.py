"""Tasks: what is to be made, journalled so that nothing is lost and nothing is paid for twice."""
