"""What is printed: the report and the poster, set by typst as tagged PDF/UA-1 from the board's one frozen answer."""
