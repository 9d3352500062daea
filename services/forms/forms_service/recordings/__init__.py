"""Statements read aloud: the sound files and what each is the sound of."""
