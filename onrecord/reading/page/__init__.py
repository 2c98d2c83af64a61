"""What is around an interview, and what its page says of itself: title, date, publication, people."""
