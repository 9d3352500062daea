"""`make prove-mutants`: mistakes planted one at a time, and how many of them the tests notice."""
