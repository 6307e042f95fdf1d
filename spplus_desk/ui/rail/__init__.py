"""The rail: views with their counts, other screens, synchronisation and account at its foot."""
