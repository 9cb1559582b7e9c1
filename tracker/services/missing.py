"""What is not there, or not for this reader."""


class Missing(Exception):
    """Nothing is found under a number or address that this reader may see."""
