"""The pieces pages are made of: each gives Dash components and knows no data source."""
