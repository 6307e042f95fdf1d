"""Paper before it is printed: the pages as they will be, and the two ways out of the program."""
