"""An approved draft becomes a version that never changes, and takes effect."""
