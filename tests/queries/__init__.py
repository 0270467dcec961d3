"""The rows and query functions of the dashboard, made from its statements and what these ask."""
