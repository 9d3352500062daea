"""Where the public opens and sends forms, and where authors see one before it is published."""
