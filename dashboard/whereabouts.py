"""Under which names the dashboard is reached, and by whom (pure)."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from infra.reaching import Reachable

LOOPBACK = frozenset({"127.0.0.1", "::1"})
HOSTS = frozenset({"127.0.0.1", "localhost"})
_THIS_MACHINE = (
    "The dashboard answers on this machine only: 127.0.0.1. Behind a proxy, its name goes into "
    "MUSTER_DASHBOARD_HOSTS."
)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The names that are answered to; a stated origin is the only one."""

    proxies: frozenset[str] = frozenset()
    origin: str = ""
    proxy: str = ""
    has_tls: bool = False

    @classmethod
    def of(cls, reachable: Reachable, proxies: Collection[str]) -> "Whereabouts":
        """Give the whereabouts that settings describe."""
        # With TLS of our own, whoever comes by it is answered; else the proxy alone.
        proxy = "" if reachable.certificate else reachable.proxy
        return cls(frozenset(proxies), reachable.origin, proxy, reachable.has_tls)

    @property
    def where_else(self) -> str:
        """Say under which name it is reached, to who tried another one."""
        return f"The dashboard is at {self.origin}." if self.origin else _THIS_MACHINE

    def answers_to(self, host: str) -> bool:
        """Tell whether a request for this host is meant for us."""
        if self.origin:
            return host.lower() == _split(self.origin).netloc
        return is_this_machine(host) or _split(f"//{host}").hostname in self.proxies

    def is_ours(self, origin: str, host: str) -> bool:
        """Tell whether a message comes from a page of ours."""
        if self.origin:
            return origin.lower() == self.origin
        parts = _split(origin)
        return parts.netloc == host or parts.hostname in self.proxies


def is_this_machine(host: str) -> bool:
    """Tell whether a host is this machine as it calls itself."""
    return _split(f"//{host}").hostname in HOSTS


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
