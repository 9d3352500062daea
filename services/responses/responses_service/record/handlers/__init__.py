"""Recording, flagging, consents, and dead letters sent again."""
