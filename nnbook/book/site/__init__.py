"""What makes built pages lighter, safe, readable offline and printable; nothing that is read changes."""
