"""The drawings of the page: the order of the matrix, a pair over time, the map of squares."""
