"""Users and queues of the demo company's CRM."""

from __future__ import annotations

from dataclasses import dataclass

from demo.company.ids import salesforce_id


@dataclass(frozen=True)
class Rep:
    """A CRM user."""

    number: int
    first: str
    last: str
    pool: str
    is_active: bool = True
    title: str = "Account Executive"

    @property
    def id(self) -> str:
        """18-character id."""
        return salesforce_id("User", self.number)

    @property
    def email(self) -> str:
        """Address, as in stack/routing.yml."""
        return f"{self.first}.{self.last}@northbeam.example".lower()

    @property
    def name(self) -> str:
        """Display name."""
        return f"{self.first} {self.last}"


REPS: tuple[Rep, ...] = (
    Rep(101, "Dana", "Cole", "enterprise_us"),
    Rep(102, "Luis", "Vega", "enterprise_us"),
    Rep(103, "Amy", "Tran", "smb_us"),
    Rep(104, "Ben", "Ito", "smb_us"),
    # Left the company and is still in the pool: must not receive a lead.
    Rep(105, "Cara", "Moss", "smb_us", is_active=False),
    Rep(106, "Elif", "Aydin", "emea"),
    Rep(107, "Tom", "Haas", "emea"),
    Rep(108, "Mei", "Lin", "apac"),
    Rep(109, "Raj", "Patel", "apac"),
    Rep(110, "Olga", "Petrov", "public_sector"),
)
INTEGRATION = Rep(150, "Marketo", "Sync", "", title="Integration User")
MANAGER = Rep(151, "Helena", "Strand", "", title="VP Sales")
FORMER = Rep(152, "Walt", "Gone", "", is_active=False)
USERS: tuple[Rep, ...] = (*REPS, INTEGRATION, MANAGER, FORMER)

# The queue of new leads, and a queue that the stack does not declare.
INTAKE = (salesforce_id("Group", 1), "Inbound Intake")
ORPHANED = (salesforce_id("Group", 2), "Partner Overflow")


def pool(name: str) -> list[Rep]:
    """Active members of a pool, in order."""
    return [rep for rep in REPS if rep.pool == name and rep.is_active]


def by_id(owner_id: str) -> Rep:
    """The user with an id."""
    return next(user for user in USERS if user.id == owner_id)


def rep_of_same_pool(owner_id: str) -> Rep:
    """Another active member of the same pool."""
    rep = by_id(owner_id)
    return next(other for other in pool(rep.pool) if other.id != owner_id)


def rep_of_other_pool(owner_id: str) -> Rep:
    """An active rep of another pool."""
    mine = by_id(owner_id).pool
    return next(
        rep for rep in REPS if rep.is_active and rep.pool != mine and len(pool(rep.pool)) > 1
    )
