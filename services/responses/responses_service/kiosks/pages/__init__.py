"""What the device shows, and the desk where the operator locks and revokes devices."""
