"""One question of a draft: its form, its preview, its removal."""
