"""What a questionnaire is, as data: its parts, its checks, and the files that ship."""
