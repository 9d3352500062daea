"""What several features need."""
