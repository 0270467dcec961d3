"""What a producer needs: check an event, send it, know that it arrived."""
