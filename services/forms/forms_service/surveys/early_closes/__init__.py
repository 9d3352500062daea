"""An official survey ends before its time, once a second person agrees."""
