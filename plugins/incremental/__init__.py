"""Does only what has to be done: what was read is kept, and what would come out as it is is not made."""
