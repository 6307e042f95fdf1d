"""Charts: painted widgets, each with words for screen readers. Their table stands beside them (`ChartSwap`)."""
