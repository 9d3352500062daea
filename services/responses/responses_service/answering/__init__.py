"""The public's form: opened by a code, filled in with or without a script, thanked for."""
