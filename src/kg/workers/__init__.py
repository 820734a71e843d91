"""Answer queries in processes that may be killed: a nursery holds the release and forks workers.

web process                          nursery (one thread, holds the release)
  pool ── who asks whom, how long      │ fork (copy-on-write)
   │                                   ▼
   └── keeper ── control socket ── nursery ──▶ worker 1 … n ── one socket each, back to the pool
"""
