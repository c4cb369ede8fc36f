"""The demonstration: fictional people and places, played through public acts only.

Nothing here writes a row by itself: what the demo shows is what the acts allow, on the
days they would have been done (the clock is moved, then put back).
"""
