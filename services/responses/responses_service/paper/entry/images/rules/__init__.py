"""What is taken as an image of a sheet, what becomes of it, and how long it is kept."""
