"""A desk that the same host answers."""

COMMENT_DESK = "/comments/"
