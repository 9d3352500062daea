"""What ships with the service and is published before anybody works with it."""
