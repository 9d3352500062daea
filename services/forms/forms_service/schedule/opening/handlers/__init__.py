"""The opening of a period in batches, and the command that starts one."""
