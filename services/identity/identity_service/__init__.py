"""The identity service of Suara."""
