"""Text becomes blocks: runs of lines that belong together, with their look and their labels."""
