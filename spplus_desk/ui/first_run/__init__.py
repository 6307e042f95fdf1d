"""What comes before the inbox: sign-in, unlocking, first synchronisation."""
