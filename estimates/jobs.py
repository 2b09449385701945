"""The names of the jobs of this app."""

COMPUTE_DRIFT = "estimates.compute_drift"
