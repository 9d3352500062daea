"""Who was shown a result: written down, and told to auditors."""
