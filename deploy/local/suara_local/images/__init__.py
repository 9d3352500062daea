"""`make prove-images`: every image built and the whole compose file started, as on a new server."""
