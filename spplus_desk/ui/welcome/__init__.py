"""The short presentation of the first opening."""
