-- Security.

