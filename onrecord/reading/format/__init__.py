"""A file becomes text and blocks: its format is recognised, its bytes are decoded or extracted."""
