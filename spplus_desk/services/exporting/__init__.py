"""Files that leave the program with figures in them. No citizen's text unless it was chosen, and then masked."""
