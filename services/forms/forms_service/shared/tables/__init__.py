"""Tables that several rooms read: tenants, published versions, surveys."""
