"""`concurrent`: holds `concurrent.futures` and, from 3.14 on, `concurrent.interpreters`."""
