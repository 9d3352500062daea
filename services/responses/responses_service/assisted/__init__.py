"""A member of the staff who did not serve a person fills the form in for them."""
