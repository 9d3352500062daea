"""Who was shown which edition of a result, and when first."""
