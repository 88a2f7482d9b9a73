"""HTML that is finished, read without losing a place in it: its tokens, what a reader sees of it, its typography."""
