"""The steps. `revision` is the number of the schema that it leads to, `down_revision` the one before."""
