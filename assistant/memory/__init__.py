"""What is kept, and only when asked for."""
