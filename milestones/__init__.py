"""The plan and its delivery: what is promised, who owns it, what is done."""
