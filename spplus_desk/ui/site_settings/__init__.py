"""Settings of a site: hours, closures, target, texts; edited by its managers, read by all."""
