"""What the demo ministry starts with: practice points, months and numbers."""
