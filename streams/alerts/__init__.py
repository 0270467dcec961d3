"""Alerts: what somebody must be told of, raised and cleared once each, with no browser open."""
