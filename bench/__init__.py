"""Measuring Milepost on the reference workload: `make bench SIZE=S`. Nothing here is timed by a test."""
