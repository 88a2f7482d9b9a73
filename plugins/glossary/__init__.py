"""The devil's dictionary: its grammar, its entries, their pages and the links to them."""
