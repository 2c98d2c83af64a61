"""Text becomes blocks: runs of lines that belong together, how they are set, and their labels."""
