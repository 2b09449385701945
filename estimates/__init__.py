"""The bet: estimates, effort spent, drift, forecasts and flags."""
