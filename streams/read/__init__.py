"""The read functions, a folder for each question; pyproject.toml tells infra of them."""
