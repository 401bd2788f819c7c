"""What is promised of the pages, the programs and the built site."""
