"""What the window says without being asked: strips at the top, messages at the bottom, the undo bar."""
