"""Files of answers for units and statisticians, written by a process of their own."""
