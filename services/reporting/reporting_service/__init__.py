"""The reporting service of Suara."""
