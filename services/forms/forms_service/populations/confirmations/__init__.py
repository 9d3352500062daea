"""What a kanwil confirms: the months of its units."""
