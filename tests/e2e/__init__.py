"""What one person does in a real browser."""
