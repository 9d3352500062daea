"""How often open dashboards are told that their unit has moved, in seconds."""

# One viewer hears of a unit at most so often, however many answers come.
AT_MOST_EVERY = 0.5
# Where nothing moves: lest anything between takes the connection for dead.
HEARTBEAT = 15.0
# How often a stream looks whether its token or session has ended.
LOOK_EVERY = 1.0
