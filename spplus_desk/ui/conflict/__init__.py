"""The conflict screen: two texts, their differences, and three choices of which none publishes."""
