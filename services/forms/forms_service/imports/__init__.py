"""Tables of services, numbers of recipients and earlier links, read in as a whole or not at all."""
