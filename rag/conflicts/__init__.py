"""Where articles give different values for one thing."""
