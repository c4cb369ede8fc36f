"""French law of consultation as arithmetic: dates in, dates and sentences out."""
