"""Chapters as notebooks, and labs."""
