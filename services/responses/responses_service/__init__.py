"""The responses service of Suara."""
