"""Pictures of what is held: text out of plain numbers, no library, no script."""
