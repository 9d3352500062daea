"""What the practice ministry has beside what a real one begins with: people, months that are over,
numbers, answers, visits. No service knows of it."""
