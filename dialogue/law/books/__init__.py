"""The rules of law that Navette applies or tells, by chapter."""
