"""Figures of a site: what each means, and how it is made of counts. One source for board, exports, poster and guide."""
