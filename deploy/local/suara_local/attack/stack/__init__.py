"""Every attack on a running platform, one by one, by the moved clock, until results are final."""
