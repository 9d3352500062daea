"""The whole stack on one machine: `python -m suara_local up`."""
