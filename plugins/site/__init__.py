"""What every room knows of the publication: its clock and zone, its addresses. Imports no other room."""
