"""Files of answers for units and statisticians, which the worker writes."""
