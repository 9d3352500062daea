"""Opens what the schedule asks for: by the clock, by a command, or by one click."""
