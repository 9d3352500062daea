"""Two persons type each sheet; what they differ on is settled by a third look."""
