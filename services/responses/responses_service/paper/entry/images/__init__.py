"""An image of a sheet, kept sealed beside it until its survey is sealed."""
