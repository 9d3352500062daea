"""Made photos of hung banners and posters, good and bad, and what is said of each."""
