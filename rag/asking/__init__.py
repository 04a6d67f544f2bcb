"""What a question asks for: a kind of thing, the value of something, under which conditions."""
