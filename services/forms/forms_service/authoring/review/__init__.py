"""A second person looks at a draft: what waits, the difference, approve or return."""
