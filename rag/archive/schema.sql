-- The catalog: the truth of which the vector index and the word index are copies.

CREATE TABLE articles (
    id        TEXT PRIMARY KEY,
    title     TEXT NOT NULL,
    url       TEXT,
    provider  TEXT,
    published TEXT,
    author    TEXT,
    language  TEXT NOT NULL,
    topics    TEXT NOT NULL,   -- a JSON list
    image     TEXT,
    scope     TEXT NOT NULL,   -- who may read it: '' everybody, else the server that added it
    digest    TEXT NOT NULL,   -- of all else: equal digests need no work
    text      TEXT NOT NULL    -- last, so that lists are read without passing over it
) STRICT;

CREATE INDEX articles_scoped ON articles (scope) WHERE scope <> '';

-- A sentence's words are in its article; its id is never used again, so a vector left over can't mean another sentence.
CREATE TABLE sentences (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    start      INTEGER NOT NULL,
    stop       INTEGER NOT NULL,
    digest     INTEGER NOT NULL,   -- of the sentence without case, spaces and punctuation: finds copies
    embedded   TEXT,               -- fingerprint of the embedding whose vector Chroma holds
    UNIQUE (article_id, position)
) STRICT;
CREATE INDEX sentences_by_digest ON sentences (digest);
CREATE INDEX sentences_by_embedded ON sentences (embedded);

-- The words of each sentence, already split and stemmed; a word is whatever stands between blanks.
CREATE VIRTUAL TABLE words USING fts5 (terms, tokenize = "ascii tokenchars '.''%$-_+'");
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, 'row');

-- Vectors that Chroma still holds of sentences that are gone.
CREATE TABLE leftovers (sentence_id INTEGER PRIMARY KEY) STRICT;
CREATE TRIGGER sentence_gone AFTER DELETE ON sentences BEGIN
    INSERT INTO leftovers VALUES (old.id);
    DELETE FROM words WHERE rowid = old.id;
END;

-- The mean vector (float64) of the sentences in a language, how many they are, and the standard deviation of the cosines
-- between them: what a cosine is without a relation, and how much more one is that means something.
CREATE TABLE means (
    fingerprint TEXT NOT NULL,
    language    TEXT NOT NULL,
    sentences   INTEGER NOT NULL,
    vector      BLOB NOT NULL,
    spread      REAL NOT NULL,
    PRIMARY KEY (fingerprint, language)
) STRICT, WITHOUT ROWID;

-- Files that were read, and the articles that each of them holds.
CREATE TABLE files (path TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT;
CREATE TABLE origins (
    path       TEXT NOT NULL REFERENCES files (path) ON DELETE CASCADE,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (path, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX origins_by_article ON origins (article_id);

-- Conversations: the turns of each, in order.
CREATE TABLE turns (
    id           INTEGER PRIMARY KEY,
    conversation TEXT NOT NULL,
    question     TEXT NOT NULL,
    searched     TEXT NOT NULL,   -- the question that stands without the turns before it
    answer       TEXT NOT NULL,
    asked        TEXT NOT NULL    -- ISO 8601, UTC
) STRICT;
CREATE INDEX turns_by_conversation ON turns (conversation, id);

-- Single values, such as the generation of the vectors.
CREATE TABLE facts (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT;

-- Answers that were posted in a chat, so that their buttons and the conversation work after a restart.
CREATE TABLE posts (
    key      TEXT PRIMARY KEY,
    asker    INTEGER NOT NULL,
    server   TEXT NOT NULL,      -- the scope of its articles, empty in a private chat
    channel  INTEGER NOT NULL,
    question TEXT NOT NULL,
    answer   TEXT NOT NULL,
    cited    TEXT NOT NULL,      -- JSON: [[n, article id, title, [[text, start, end], ...]], ...]
    posted   TEXT NOT NULL       -- ISO 8601, UTC
) STRICT;
CREATE INDEX posts_by_asker ON posts (asker, channel);

-- The messages that an answer takes up, and the threads that were opened for it.
CREATE TABLE post_places (
    place INTEGER NOT NULL,      -- a thread has the number of the message that it was opened from
    kind  TEXT NOT NULL,         -- "message" or "thread"
    key   TEXT NOT NULL REFERENCES posts (key) ON DELETE CASCADE,
    PRIMARY KEY (place, kind)
) STRICT;
CREATE INDEX post_places_by_key ON post_places (key);

-- What readers thought of an answer; stays when the answer with its question ages out.
CREATE TABLE votes (
    key    TEXT NOT NULL,
    voter  INTEGER NOT NULL,
    good   INTEGER NOT NULL,
    server TEXT NOT NULL,
    voted  TEXT NOT NULL,        -- ISO 8601, UTC
    PRIMARY KEY (key, voter)
) STRICT;

-- How a chat server wants to be served; no row, no wishes.
CREATE TABLE servers (
    id       INTEGER PRIMARY KEY,
    channels TEXT NOT NULL,      -- JSON lists of ids; empty for all
    roles    TEXT NOT NULL,
    private  INTEGER NOT NULL,
    language TEXT NOT NULL       -- ISO 639-1, empty for each reader's own
) STRICT;

-- Tokens that the language model has cost, by day (ISO 8601, UTC).
CREATE TABLE spending (day TEXT PRIMARY KEY, tokens INTEGER NOT NULL) STRICT;
