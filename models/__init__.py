"""Speech models: which there are, where they are, how to fetch and verify them."""
