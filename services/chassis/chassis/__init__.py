"""Plumbing every service shares: settings, web, tenancy, Kafka; no survey word in it."""
