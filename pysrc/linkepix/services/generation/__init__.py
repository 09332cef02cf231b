"""From a request to a saved card: plan the jobs, run them side by side, report what happens."""
