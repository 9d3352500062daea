"""The words of a draft: title, sections, and the translation side by side."""
