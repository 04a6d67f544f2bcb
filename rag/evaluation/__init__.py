"""How well questions are answered and claims are checked, by files that tell what is right."""
