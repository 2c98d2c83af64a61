"""A file becomes text and blocks: bytes decoded, formats told apart, one adapter a format."""
