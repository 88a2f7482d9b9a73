"""The rooms of the house, one folder each: see README.md beside this file."""
