"""One module per page: its path, its title, its layout, and the callback that fills it."""
