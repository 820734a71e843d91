"""A question that has begun outside any task, and what came of it so far."""

from dataclasses import dataclass

from kg.sparql import Answer, Question
from kg.workers.pool import Pool
from kg.workers.relay import Outcome
from kg.workers.stream import Stream


@dataclass(frozen=True, slots=True)
class Begun:
    """A question that was offered to ``pool``, and what came of it: for whoever goes on, else release it."""

    pool: Pool
    came: Outcome | Exception

    async def go_on(self, question: Question) -> Answer | Stream:
        """Return what Pool.ask does, and raise as that does."""
        return await self.pool.ask(question, self.came)

    def release(self) -> None:
        """Take back what came."""
        self.pool.release(self.came)
