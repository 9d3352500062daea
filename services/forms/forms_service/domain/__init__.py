"""Rules of forms, standard library only."""
