"""Files of answers in the formats that offices and statisticians work with."""
