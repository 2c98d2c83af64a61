"""Who asks and who answers: blocks become turns."""
