"""What was done lately, by whom, and taking any step of it back."""
