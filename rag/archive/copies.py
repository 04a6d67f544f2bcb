"""Copies: sentences that say the same but for their dress, and articles that carry the same text."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# What may differ between copies of a sentence. "2.5" is not "25", nor "5%" "5".
_DRESS = re.compile(r"(?<=\d)([.,:/])(?=\d)|[^\w%$€£¥]|_")

# Of these sentences, those that were published first among their copies.
FIRST_OF_COPIES = """
    id IN (SELECT id FROM (
        SELECT s.id, row_number() OVER (
            PARTITION BY s.digest ORDER BY a.published IS NULL, a.published, s.id) AS place
        FROM sentences s JOIN articles a ON a.id = s.article_id WHERE s.id IN (SELECT value FROM json_each(?))
    ) WHERE place = 1)"""
# Articles that share four fifths of the shorter one's sentences with this one.
SAME_TEXT = """
    WITH mine AS (SELECT DISTINCT digest FROM sentences WHERE article_id = ?1),
         near AS (SELECT DISTINCT article_id FROM sentences WHERE digest IN mine AND article_id <> ?1),
         theirs AS (SELECT DISTINCT article_id, digest FROM sentences WHERE article_id IN near)
    SELECT article_id FROM theirs JOIN articles ON id = article_id
    WHERE scope IN ('', (SELECT scope FROM articles WHERE id = ?1))
    GROUP BY article_id HAVING sum(theirs.digest IN mine) >= 0.8 * min(count(*), (SELECT count(*) FROM mine))
    ORDER BY published IS NULL, published, article_id
"""


def digest_of(text: str) -> int:
    """Return a number of 64 bits that copies of a sentence have in common."""
    # Outlets change quotation marks, dashes and spaces of a text that they take over; words and figures they leave.
    bare = _DRESS.sub(r"\1", unicodedata.normalize("NFKC", text).casefold())
    return int.from_bytes(hashlib.blake2b(bare.encode("utf-8", "replace"), digest_size=8).digest(), signed=True)
