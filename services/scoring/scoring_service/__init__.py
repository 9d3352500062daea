"""The scoring service of Suara."""
