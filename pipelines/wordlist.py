"""Word lists as they read best: words with spaces between them."""


def words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())
