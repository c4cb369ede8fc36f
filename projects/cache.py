"""The cache in Redis, and this process's own memory while Redis is away.

The cache holds counts of tries and who is on a page. Signing in must not stop with
Redis, nor may tries become free (SE-03): each process then counts them on its own.
"""

import logging
from time import monotonic
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

logger = logging.getLogger(__name__)

#: Seconds without asking Redis again, so that pages do not wait for it.
PAUSE = 10
_away_until = 0.0


class RedisOrMemoryCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._memory = LocMemCache("redis-away", {})

    def _ask(self, command: str, *args: Any, **options: Any) -> Any:
        global _away_until
        if monotonic() >= _away_until:
            try:
                return getattr(super(), command)(*args, **options)
            except (RedisError, OSError) as error:
                _away_until = monotonic() + PAUSE
                logger.warning("The cache is in memory, Redis is away: %s", error)
        return getattr(self._memory, command)(*args, **options)

    def add(self, *args: Any, **options: Any) -> Any:
        return self._ask("add", *args, **options)

    def get(self, *args: Any, **options: Any) -> Any:
        return self._ask("get", *args, **options)

    def set(self, *args: Any, **options: Any) -> Any:
        return self._ask("set", *args, **options)

    def touch(self, *args: Any, **options: Any) -> Any:
        return self._ask("touch", *args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        return self._ask("delete", *args, **options)

    def get_many(self, *args: Any, **options: Any) -> Any:
        return self._ask("get_many", *args, **options)

    def set_many(self, *args: Any, **options: Any) -> Any:
        return self._ask("set_many", *args, **options)

    def delete_many(self, *args: Any, **options: Any) -> Any:
        return self._ask("delete_many", *args, **options)

    def has_key(self, *args: Any, **options: Any) -> Any:
        return self._ask("has_key", *args, **options)

    def incr(self, *args: Any, **options: Any) -> Any:
        return self._ask("incr", *args, **options)

    def clear(self) -> Any:
        return self._ask("clear")
