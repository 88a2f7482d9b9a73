"""The devil's dictionary: its grammar, its entries, and how they are shown."""
