"""One site on one worker at a time: a lease in Redis that ends by itself."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redis import Redis

_RENEW = """
if redis.call('get', KEYS[1]) == ARGV[1] then
  return redis.call('pexpire', KEYS[1], ARGV[2])
end
return 0
"""
_RELEASE = """
if redis.call('get', KEYS[1]) == ARGV[1] then
  return redis.call('del', KEYS[1])
end
return 0
"""


class Lease:
    """
    The right to ask one site, held by one worker for one job.

    Redis's own recipe for a lock on one server: SET with NX and PX, and a token,
    so that nobody ends what has passed to another meanwhile.
    """

    def __init__(self, client: "Redis", site: str, holder: str, seconds: float) -> None:
        """
        Name it; nothing is taken yet.

        Args:
            client: of Redis.
            site: what is leased.
            holder: who takes it; like no other.
            seconds: how long it lasts if nobody renews it.
        """
        self._client, self._holder = client, holder
        self._key = f"shibao:lease:{site}"
        self._milliseconds = int(seconds * 1000)

    def take(self) -> bool:
        """Take it, unless somebody has it. Who asks twice has it still."""
        taken = self._client.set(self._key, self._holder, nx=True, px=self._milliseconds)
        return bool(taken) or self.renew()

    def renew(self) -> bool:
        """Have it for the whole time again; False if it is ours no more."""
        answer = self._client.eval(_RENEW, 1, self._key, self._holder, self._milliseconds)
        return bool(answer)

    def release(self) -> None:
        """Let the next one have it."""
        self._client.eval(_RELEASE, 1, self._key, self._holder)
