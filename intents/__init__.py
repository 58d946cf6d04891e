"""What people say and what Bedside says: content as data, and text to meaning."""
