"""Looking at a photo of a hung poster, and forgetting in time what was seen."""
