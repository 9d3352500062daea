"""Files of results: parts, who answered, and months, quarters and semesters."""
