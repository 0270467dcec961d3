"""What can be said: event types, their envelope, labels, topics and the method's constants."""
