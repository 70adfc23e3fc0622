"""
Bytes to text: what a page really is, not what it claims to be. Pure.

Where this leaves the HTML standard, and why, stands in docs/encodings.md.
"""

from crawler.decoding.declared import declared_encodings
from crawler.decoding.pages import decode_page

__all__ = ["declared_encodings", "decode_page"]
