"""Follows what parliament asked and ministers promised, until it is met."""

__version__ = "0.5.0"
