"""What may be done to a definition, and what two of them differ in."""
