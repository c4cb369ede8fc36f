"""What starts, tests and checks Navette from a terminal; standard library only."""
