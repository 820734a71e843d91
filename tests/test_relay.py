"""Questions sent ahead to one worker are answered as if each had a worker of its own."""

import asyncio
import os
import random
import signal
import socket
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.limits import Limits
from kg.sparql import Question
from kg.workers.inbox import Inbox
from kg.workers.pool import Pool, start_pool
from kg.workers.wire import RECEIPT, Source, read_question, write_question, write_withdrawal

DEATH = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }")


def short(number: int) -> Question:
    return Question(f"SELECT ({number} AS ?n) {{}}", format="csv")


async def told(pool: Pool, number: int) -> bool:
    """Return whether the answer to the question of ``number`` is its own."""
    return (await pool.ask_whole(short(number))).body == b"n\r\n%d\r\n" % number


def with_pool(folder: Path, work: Callable[[Pool], Awaitable[None]], *, workers: int = 2) -> None:
    """Do ``work`` with a pool over a few triples; all must be at rest afterwards."""
    path = folder / "data.ttl"
    path.write_text("".join(f"<http://a/{n}> <http://b> {n} .\n" for n in range(300)))

    async def run() -> None:
        limits = replace(Limits(), workers=workers, time=20)
        pool = await start_pool(Source((str(path),), is_release=False), union=True, limits=limits)
        try:
            await work(pool)
            await until(lambda: (pool.busy, pool.waiting, pool.alive) == (0, 0, workers))
            assert all([await told(pool, n) for n in range(20)])
        finally:
            await pool.close()

    asyncio.run(run())


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not done():
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_each_of_many_questions_gets_its_own_answer(tmp_path: Path, workers: int) -> None:
    async def work(pool: Pool) -> None:
        for most in (1, 8, 40):
            for _ in range(30):
                assert all(await asyncio.gather(*(told(pool, number) for number in range(most))))
        assert not pool.stopped

    with_pool(tmp_path, work, workers=workers)


def test_middle_questions_get_their_own_answers_from_several_workers(tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        middle = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c } LIMIT 30 } ?d ?e ?f }"
        for number in range(40):
            asked = [Question(f"{middle} # {number} {n}", format="csv") for n in range(8)]
            answers = await asyncio.gather(*(pool.ask_whole(question) for question in asked))
            assert [one.body for one in answers] == [b"n\r\n9000\r\n"] * 8
        assert not pool.stopped

    with_pool(tmp_path, work, workers=4)


def test_a_fault_is_told_to_who_made_it(tmp_path: Path) -> None:
    async def wrong(pool: Pool) -> bool:
        with pytest.raises(QueryError, match="Line 1") as caught:
            await pool.ask(Question("SELECT ?x {"))
        return caught.value.status == 400

    async def work(pool: Pool) -> None:
        for _ in range(20):
            asked = [told(pool, n) if n % 3 else wrong(pool) for n in range(12)]
            assert all(await asyncio.gather(*asked))
        assert not pool.stopped

    with_pool(tmp_path, work)


def test_questions_behind_a_slow_one_are_answered_elsewhere(tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        for _ in range(40):  # from now on they are sent ahead
            await told(pool, 1)
        death = asyncio.ensure_future(pool.ask_whole(DEATH))
        await asyncio.sleep(0)
        assert all(await asyncio.gather(*(told(pool, number) for number in range(7))))
        assert not death.done()
        death.cancel()
        await asyncio.wait([death])

    with_pool(tmp_path, work)


def test_a_question_that_is_slow_but_ends_keeps_its_answer_and_its_worker(tmp_path: Path) -> None:
    middling = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }", format="csv")

    async def work(pool: Pool) -> None:
        before = set(pool.pids)
        for _ in range(10):
            slow = asyncio.ensure_future(pool.ask_whole(middling))
            await asyncio.sleep(0)
            assert all(await asyncio.gather(*(told(pool, number) for number in range(7))))
            assert (await slow).body == b"n\r\n90000\r\n"
        await until(lambda: pool.busy == 0)
        assert set(pool.pids) == before
        assert not pool.stopped

    with_pool(tmp_path, work)


@pytest.mark.parametrize("seed", range(3))
def test_whoever_leaves_takes_no_other_along(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)

    async def work(pool: Pool) -> None:
        for _ in range(12):
            asked = [asyncio.ensure_future(told(pool, number)) for number in range(8)]
            if chance.random() < 0.3:
                asked.insert(chance.randrange(8), asyncio.ensure_future(pool.ask_whole(DEATH)))  # type: ignore[arg-type]
            await asyncio.sleep(chance.choice([0, 0, 0.0005, 0.004]))
            leaving = [one for one in asked if chance.random() < 0.3]
            for one in leaving:
                one.cancel()
            staying = [one for one in asked if one not in leaving]
            done, pending = await asyncio.wait(staying, timeout=1)
            assert all(one.result() is True for one in done)
            assert len(pending) <= 1  # a query of death that stays
            for one in pending:
                one.cancel()
            await asyncio.wait([*leaving, *staying])

    with_pool(tmp_path, work, workers=3)


def test_a_worker_that_has_not_begun_when_others_are_withdrawn_keeps_the_first(tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        for _ in range(40):  # from now on they are sent ahead
            await told(pool, 1)
        before = set(pool.pids)
        for pid in before:
            os.kill(pid, signal.SIGSTOP)
        asked = [asyncio.ensure_future(told(pool, number)) for number in range(8)]
        await asyncio.sleep(0.05)
        for pid in before:
            os.kill(pid, signal.SIGCONT)
        async with asyncio.timeout(5):
            assert all(await asyncio.gather(*asked))
        await until(lambda: pool.busy == 0)
        assert set(pool.pids) == before
        assert not pool.stopped

    with_pool(tmp_path, work)


def test_the_death_of_a_worker_harms_one_question_at_most(tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        for _ in range(10):
            asked = [asyncio.ensure_future(told(pool, number)) for number in range(8)]
            await asyncio.sleep(0)
            for pid in pool.pids:
                os.kill(pid, signal.SIGKILL)
            results = await asyncio.gather(*asked, return_exceptions=True)
            faults = [one for one in results if isinstance(one, QueryError)]
            assert {fault.code for fault in faults} <= {"resources"}
            assert len([one for one in results if one is True]) == 8 - len(faults)
            assert len(faults) <= 4
            await until(lambda: pool.alive == 2)

    with_pool(tmp_path, work)


@pytest.mark.parametrize("begun", [0, 1, 2])
def test_a_worker_forgets_what_is_withdrawn_and_says_so(begun: int) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        inbox = Inbox(theirs)

        def next_question() -> str:
            frame = inbox.next()
            assert frame is not None
            return read_question(*frame).query

        sent = [write_question(short(number), 1.0) for number in range(4)]
        ours.sendall(b"".join(sent[:3]))
        assert [next_question() for _ in range(begun)] == [short(number).query for number in range(begun)]
        ours.sendall(write_withdrawal(2) + sent[3][:10])
        ours.sendall(sent[3][10:])
        stands = [0, 3] if begun == 0 else [3]
        assert [next_question() for _ in stands] == [short(number).query for number in stands]
        assert ours.recv(1000) == RECEIPT
        ours.shutdown(socket.SHUT_WR)
        assert inbox.next() is None
