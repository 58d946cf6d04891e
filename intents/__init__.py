"""What people say and what Bedside says: content as data, and text to meaning. Pure, no I/O but reading content."""
