"""What stops a build besides its authors' mistakes."""


class BuildError(Exception):
    """A file cannot be made, and no author's text is to blame: says why, and what to do."""
