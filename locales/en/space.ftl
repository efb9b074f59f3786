# The client's own space.

back-to-space = Back to your space
