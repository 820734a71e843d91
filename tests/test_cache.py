import random

from kg.sparql import Answer
from kg.web.cache import AnswerCache, Entry, Ready


def entry(size: int) -> Entry:
    return Entry(Answer(b"x" * size, "text/csv", "select"))


def ready(body: bytes = b"") -> Ready:
    return Ready(b"", body, "/sparql", "}")


def test_the_least_recently_used_leaves_and_nothing_takes_more_than_a_quarter() -> None:
    cache = AnswerCache(40_000)
    for name in "abcd":
        cache.keep(name, entry(8000))
    assert cache.find("a") is not None
    cache.keep("e", entry(8000))
    assert [name for name in "abcde" if cache.find(name) is not None] == ["a", "c", "d", "e"]
    cache.keep("large", entry(9500))
    assert cache.find("large") is None


def test_a_request_recalls_its_response_as_long_as_the_answer_is_kept() -> None:
    cache = AnswerCache(40_000)
    kept = entry(10)
    cache.keep("a", kept)
    cache.remember(b"1", "a", kept, None, ready(b"plain"))
    cache.remember(b"2", "a", kept, "gzip", ready(b"zipped"))
    cache.remember(b"3", "a", kept, "gzip", ready(b"another"))
    recalled = [cache.recall(alias) for alias in (b"1", b"2", b"3", b"4")]
    assert [found and found.body for found in recalled] == [b"plain", b"zipped", b"zipped", None]
    cache.keep("a", entry(10))
    assert cache.recall(b"1") is None
    cache.remember(b"1", "a", kept, None, ready())  # of an entry that has left
    assert cache.recall(b"1") is None


def test_the_bytes_stay_within_the_limit_whatever_is_asked() -> None:
    cache, chance = AnswerCache(100_000), random.Random(3)
    for _ in range(5000):
        name = f"{chance.randrange(30)}"
        kept = cache.find(name)
        if kept is None:
            kept = entry(chance.randrange(12_000))
            cache.keep(name, kept)
        alias = chance.randbytes(2)
        if cache.recall(alias) is None:
            cache.remember(alias, name, kept, chance.choice([None, "gzip"]), ready())
        cache.add(name, kept, "gzip", b"x" * chance.randrange(3000))
        assert cache.size <= cache.most
        assert cache.size == sum(held.size for held in cache._entries.values())
        assert set(cache._aliases) == {a for held in cache._entries.values() for a in held.aliases}
