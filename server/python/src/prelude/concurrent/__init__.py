"""`concurrent`: holds `concurrent.futures`."""
