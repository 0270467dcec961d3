"""The drawings of the page: the strip of meetings, and the path of a commitment."""
