"""Parts are killed while work is under way; nothing is lost, nothing happens twice."""
