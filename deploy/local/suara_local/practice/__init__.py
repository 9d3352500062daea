"""What the practice ministry has beside what a real one begins with: answers and visits."""
