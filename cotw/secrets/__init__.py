"""Secrets in text, and words a person marked as private.

A secret is known by its own shape (`clouds`, `forges`, `models`, `offices`, `keys`), by the name it is
assigned to (`assigned`), or by the place where it stands (`places`). `masking` puts `[secret:<kind>]` in
its stead, in everything that is derived from the archive; `private` leaves out what was marked.
"""

from cotw.secrets.masking import Secret, mask, secrets_in
from cotw.secrets.private import strip_private

__all__ = ["Secret", "mask", "secrets_in", "strip_private"]
