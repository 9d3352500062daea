"""What a head of office, and those above, read: pages and reports of units."""
