"""Real servers for tests: database, queue, web, workers."""
