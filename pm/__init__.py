"""Milepost's kernel: people, programs, history, jobs; it knows nothing of milestones."""
