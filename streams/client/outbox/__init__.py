"""Events that wait on a producer's own disk until a gateway has them."""
