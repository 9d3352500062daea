"""What a file holds, when a unit may see its answers, and the variables of a file."""
