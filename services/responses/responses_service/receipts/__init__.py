"""Who holds a receipt sees the fate of an answer, and corrects or takes back what they wrote."""
