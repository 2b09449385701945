"""Sections and menu lines of tasks, handovers, sign-offs and weekly updates."""
