"""What several rooms need: the context of a process, the projection, form rules, sealing, words."""
