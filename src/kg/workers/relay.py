"""Send short questions to one worker one after another, without waiting in between for the answer to each."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from kg.errors import QueryError
from kg.sparql import Question
from kg.workers.clock import processor_time
from kg.workers.keeper import Worker
from kg.workers.wire import Frame, Reply, is_of_withdrawal, read_reply, write_question, write_withdrawal

_SHORT = 0.002  # seconds of processor time that a question may take here
_LONGEST = 0.01  # seconds that it may take at all
_MOST = 8  # questions that a worker is sent ahead
_QUICK = 0.0005  # seconds of processor time that answers must take on average for that
_WEIGHT = 0.1  # of an answer in the average
_PATIENCE = 1.0  # seconds until a worker must have acknowledged that questions were withdrawn


@dataclass(frozen=True, slots=True)
class Detached:
    """A worker that goes on with a question for itself: one that is not short, or has a long answer.

    ``first``: the first part of that, if it has come.
    """

    worker: Worker
    first: Reply | None = None


class Elsewhere(Enum):
    """Why a question must be asked elsewhere: there is no room for it, or it was withdrawn."""

    FULL = auto()
    WITHDRAWN = auto()


Outcome = Reply | Detached | Elsewhere
_Place = asyncio.Future[Outcome]


class Relay:
    """Keeps one worker at work as long as answers come fast: it need not be woken for each question.

    The first question that needs more than 2 ms keeps the worker; those behind it are withdrawn, and asked
    elsewhere. ``take`` returns a free worker, if there is one, ``give`` takes it back, ``dismiss`` has it
    replaced.
    """

    def __init__(
        self,
        take: Callable[[], Worker | None],
        give: Callable[[Worker], None],
        dismiss: Callable[[Worker], None],
    ) -> None:
        self._take = take
        self._give = give
        self._dismiss = dismiss
        self._worker: Worker | None = None
        self._places: deque[_Place] = deque()
        self._since = self._before = 0.0
        self._typical = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def asked(self) -> int:
        """The number of questions that wait for an answer here."""
        return len(self._places)

    async def ask(self, question: Question, seconds: float, spare: Worker | None = None) -> Outcome:
        """Return the answer, or whoever goes on with the question, or why it must be asked elsewhere.

        ``spare``: a worker that was taken for it; unless there is no room, it is used here, or given back.
        Raises QueryError, and EOFError when the worker dies over it. Cancelled, it stops the worker soon.
        """
        worker = self._worker
        if worker is None:
            worker = spare or self._take()
            if worker is None:
                return Elsewhere.FULL
            self._begin(worker)
        elif len(self._places) >= (_MOST if self._typical < _QUICK else 1):
            return Elsewhere.FULL
        elif spare is not None:
            self._give(spare)
        worker.channel.send(write_question(question, seconds))
        place: _Place = asyncio.get_running_loop().create_future()
        self._places.append(place)
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.exception() is None:
                self._abandon(place.result())
            raise

    def settle(self, worker: Worker) -> None:
        """Take back a worker that was detached, as soon as it owes nothing."""
        if not worker.channel.owes:
            self._give(worker)
            return

        def hear(frame: Frame | None) -> None:
            if frame is None or is_of_withdrawal(frame):
                late.cancel()
                worker.channel.hear_with(None)
                worker.channel.owes = False
                (self._dismiss if frame is None else self._give)(worker)

        late = asyncio.get_running_loop().call_later(_PATIENCE, hear, None)
        worker.channel.hear_with(hear)

    def _abandon(self, outcome: Outcome) -> None:
        if isinstance(outcome, Detached):
            self._dismiss(outcome.worker)

    def _begin(self, worker: Worker) -> None:
        loop = asyncio.get_running_loop()
        self._worker = worker
        self._since, self._before = loop.time(), self._used(worker)
        if self._timer is None:
            self._timer = loop.call_later(_SHORT, self._look)
        worker.channel.hear_with(self._hear)

    def _end(self) -> tuple[Worker, list[_Place]]:
        """Return the worker, which is the relay's no more, and the places of those who wait for it."""
        assert self._worker is not None
        worker, places = self._worker, list(self._places)
        self._worker = None
        self._places.clear()
        worker.channel.hear_with(None)
        return worker, places

    def _hear(self, frame: Frame | None) -> None:
        """Attend to an answer to the first question, or, where there is none, to the death of the worker."""
        assert self._worker is not None
        self._count(self._worker)
        try:
            if frame is None:
                raise EOFError
            reply = read_reply(*frame)
        except (QueryError, EOFError) as error:
            if isinstance(error, EOFError) or error.code == "resources":
                self._lose(error)
                return
            place = self._places.popleft()
            if not place.done():
                place.set_exception(error)
        else:
            if reply.more:
                self._detach(reply)
                return
            place = self._places.popleft()
            if not place.done():
                place.set_result(reply)
        if not self._places:
            self._give(self._end()[0])

    def _count(self, worker: Worker) -> None:
        """Count the time that the first question took."""
        used = self._used(worker)
        self._typical += _WEIGHT * (used - self._before - self._typical)
        self._since, self._before = asyncio.get_running_loop().time(), used

    def _used(self, worker: Worker) -> float:
        """Return the processor time of ``worker``, as far as it is told."""
        return processor_time(worker.pid) or self._before

    def _look(self) -> None:
        """Detach the worker if its question has had its time; until then look again."""
        self._timer = None
        worker = self._worker
        if worker is None:
            return
        loop = asyncio.get_running_loop()
        left = _SHORT - (self._used(worker) - self._before)
        if left > 0 and loop.time() - self._since < _LONGEST:
            self._timer = loop.call_later(left, self._look)
        else:
            self._count(worker)
            self._detach()

    def _detach(self, first: Reply | None = None) -> None:
        """Leave the worker to the first question, and send the others elsewhere."""
        worker, (place, *others) = self._end()
        if others:
            worker.channel.send(write_withdrawal(len(others)))
            worker.channel.owes = True
        outcome = Detached(worker, first)
        if place.done():  # nobody waits for it any more
            self._abandon(outcome)
        else:
            place.set_result(outcome)
        _send_elsewhere(others)

    def _lose(self, error: Exception) -> None:
        """Tell the first of what became of the worker, and send the others elsewhere."""
        worker, (place, *others) = self._end()
        self._dismiss(worker)
        if not place.done():
            place.set_exception(error)
        _send_elsewhere(others)


def _send_elsewhere(places: list[_Place]) -> None:
    for place in places:
        if not place.done():
            place.set_result(Elsewhere.WITHDRAWN)
