"""`make prove-upgrade`: data that an earlier commit made start under this code and lose nothing."""
