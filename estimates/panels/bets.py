"""Sections and menu lines of bets, decisions, capacity, effort and impact."""
