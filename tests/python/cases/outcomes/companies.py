"""The five companies, as facts."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from .facts import NOW, Bill, Deal, Lead, Meeting, is_chosen, spread

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def bills_of(won: datetime, amount: int, paid: bool = True) -> list[Bill]:
    """One invoice three days after the deal was won, paid after twelve more days."""
    issued = won.date() + 3 * DAY
    return [Bill(issued, amount, issued + 12 * DAY if paid else None)]


def won_deal(at: datetime, amount: int, currency: str = "EUR", paid: bool = True) -> Deal:
    """A deal of a lead of `at` that was won."""
    won = at + 24 * DAY
    return Deal(at + 12 * DAY, amount, currency, won=won, bills=bills_of(won, amount, paid))


def salesforce() -> list[Lead]:
    """Sources against the rest of the company, one of each trap of results.sources."""

    def at(day: int) -> datetime:
        return datetime(2026, 4, day, 10, 37)

    def named(name: str, day: int, **more: object) -> Lead:
        return Lead(at(day), "sf", name, "Webinar", campaign="Webinar series", **more)  # type: ignore[arg-type]

    scenes = [
        named("accepted", 1, stages=[(at(3), "sal")]),
        named("rejected", 2, stages=[(at(6), "disqualified")]),
        named("recycled then accepted", 3, stages=[(at(5), "recycled"), (at(9), "sal")]),
        named("accepted at a later stage", 4, stages=[(at(8), "sql")]),
        named(
            "won, invoiced and paid",
            5,
            stages=[(at(7), "sal"), (at(17), "converted")],
            deal=won_deal(at(5), 1000),
            has_contact=True,
            meetings=[Meeting(at(12))],
        ),
        named("merged", 6, stages=[(at(9), "sal")], has_loser=True),
        named(
            "lost after the opportunity",
            7,
            stages=[(at(9), "sal"), (at(19), "converted")],
            deal=Deal(at(7) + 12 * DAY, 700, lost=at(7) + 20 * DAY),
            has_contact=True,
        ),
        named(
            "converted without acceptance",
            8,
            stages=[(at(20), "converted")],
            deal=won_deal(at(8), 500),
            has_contact=True,
        ),
        named(
            "invoiced and not paid",
            9,
            stages=[(at(11), "sal"), (at(21), "converted")],
            deal=won_deal(at(9), 900, paid=False),
            has_contact=True,
        ),
        named(
            "invoice void and made anew",
            10,
            stages=[(at(12), "sal"), (at(22), "converted")],
            deal=won_deal(at(10), 800),
            has_contact=True,
        ),
        named(
            "two instalments",
            11,
            stages=[(at(13), "sal"), (at(23), "converted")],
            deal=won_deal(at(11), 600),
            has_contact=True,
        ),
        named("nothing happened", 12),
        named("meeting without outcome", 13, meetings=[Meeting(at(16))]),
    ]
    void = scenes[9].deal
    assert void is not None
    void.bills.insert(0, Bill(void.bills[0].issued, 800, is_void=True))
    halves = scenes[10].deal
    assert halves is not None
    first = halves.bills[0].issued
    halves.bills = [Bill(first, 300, first + 2 * DAY), Bill(first + 5 * DAY, 300, first + 11 * DAY)]

    accepted_scenes = sum(bool(s.accepted_at) for s in scenes)
    # source, campaign, mature leads, accepted among them
    plan = [
        ("Google", "Search spring", 400, 53),
        ("Webinar", "Webinar series", 297 - len(scenes), 40 - accepted_scenes),
        ("Partner", "Partner days", 108, 7),
        ("Trade Show", "Partner days", 3, 0),
        ("List Import", "Free ebook", 300, 0),
    ]
    leads = scenes
    for source, campaign, n, k in plan:
        deals = 0
        for i, when in enumerate(spread(n)):
            spelled = ("Google", "google", "Google ")[i % 3] if source == "Google" else source
            lead = Lead(when, "sf", source=spelled, campaign=campaign)
            leads.append(lead)
            if is_chosen(i, k, n):
                lead.stages = [(when + (2 + i % 6) * DAY, "sal")]
                if deals % 2 == 0:
                    currency = "USD" if source == "Google" and deals % 4 else "EUR"
                    lead.deal = (
                        won_deal(when, 100 + deals, currency)
                        if deals % 3 == 0
                        else Deal(when + 12 * DAY, 100 + deals, currency)
                    )
                    lead.stages.append((lead.deal.created, "converted"))
                    lead.has_contact = True
                deals += 1
            elif source == "List Import" and is_chosen(i, 5, n):
                lead.deal = Deal(when + 12 * DAY, 50)
                lead.stages = [(lead.deal.created, "converted")]
                lead.has_contact = True
    for source, campaign, n in (("Webinar", "Webinar series", 150), ("Chat", "Site chat", 40)):
        young = spread(n, NOW - timedelta(hours=40), NOW - timedelta(hours=4))
        leads += [Lead(when, "sf", source=source, campaign=campaign) for when in young]
    return leads


def hubspot() -> list[Lead]:
    """Acceptance as declared, meetings of every outcome, meetings without revenue."""

    def at(day: int, hour: int = 10) -> datetime:
        return datetime(2026, 5, day, hour, 37)

    def named(name: str, day: int, **more: object) -> Lead:
        return Lead(at(day), "hub", name, "Organic Search", **more)  # type: ignore[arg-type]

    scenes = [
        named("accepted by the declared stage", 1, stages=[(at(3), "taken")]),
        named("qualified and never accepted", 2, stages=[(at(4), "sql")]),
        named("recycled then accepted", 3, stages=[(at(6), "recycled"), (at(10), "taken")]),
        named("disqualified", 4, stages=[(at(5), "disqualified")]),
        named("held", 5, meetings=[Meeting(at(8), "held")]),
        named(
            "no-show, then held", 6, meetings=[Meeting(at(8), "no_show"), Meeting(at(11), "held")]
        ),
        named("no-show", 7, meetings=[Meeting(at(9), "no_show")]),
        named("cancelled", 8, meetings=[Meeting(at(12), "cancelled")]),
        named("outcome never filled in", 9, meetings=[Meeting(at(12))]),
        named("meeting to come", 10, meetings=[Meeting(NOW + 5 * DAY)]),
        named("outcome still says scheduled", 11, meetings=[Meeting(at(15), "scheduled")]),
        named(
            "score changed",
            12,
            score="12",
            later_scores=[(at(12, 14), "55"), (at(25), "80")],
            stages=[(at(14), "taken")],
        ),
        named(
            "won, invoiced and paid", 13, stages=[(at(15), "taken")], deal=won_deal(at(13), 2000)
        ),
        named("won without acceptance", 14, stages=[(at(16), "sql")], deal=won_deal(at(14), 1500)),
        named("lost", 15, stages=[(at(17), "taken")], deal=Deal(at(27), 400, lost=at(30))),
    ]

    def among(condition: str) -> int:
        return sum(s.reached(condition) for s in scenes)

    # source, leads, met, won
    plan = [
        ("Organic Search", 160 - len(scenes), 48 - among("met"), 12 - among("won")),
        ("Paid Search", 160, 46, 0),
        ("Email Marketing", 120, 4, 8),
        ("Paid Social", 3, 0, 0),
    ]
    leads = scenes
    for source, n, met, won in plan:
        for i, when in enumerate(spread(n)):
            lead = Lead(when, "hub", source=source, stages=[(when + (1 + i % 4) * DAY, "sql")])
            leads.append(lead)
            if is_chosen(i, met, n):
                lead.meetings.append(Meeting(when + (2 + i % 7) * DAY, "held"))
            elif source == "Email Marketing" and is_chosen(i, 50, n):
                lead.meetings.append(Meeting(when + (2 + i % 7) * DAY, "no_show"))
            if is_chosen(i, won, n):
                lead.deal = won_deal(when, 1000 + i)
    return leads


def mapped() -> list[Lead]:
    """Mapped files: reasons, pages, offers, channels, calls, and two records of one person."""

    def at(day: int, hour: int = 10) -> datetime:
        return datetime(2026, 6, day, hour, 37)

    def named(name: str, day: int, **more: object) -> Lead:
        return Lead(
            *(at(day), "desk", name, "Search", "Paid", "Summer", "/pricing", "Demo"),
            **more,  # type: ignore[arg-type]
        )

    scenes = [
        named("rejected with a reason", 1, stages=[(at(4), "disqualified")], reason="No budget"),
        named("recycled with a reason", 2, stages=[(at(5), "recycled")], reason="Bad timing"),
        named("accepted", 3, stages=[(at(5), "sal")], calls=[at(4)]),
        named("called once", 4, calls=[at(4, 15)]),
        named("only mails of a program", 5, mails=[at(5, 11), at(6)]),
        named("held", 6, calls=[at(6, 13)], meetings=[Meeting(at(9), "held")]),
        named("no-show", 7, calls=[at(7, 13)], meetings=[Meeting(at(10), "no_show")]),
        named("cancelled", 8, calls=[at(8, 13)], meetings=[Meeting(at(11), "cancelled")]),
        named("blank outcome", 9, calls=[at(9, 13)], meetings=[Meeting(at(12))]),
        named("merged", 10, stages=[(at(13), "sal")], has_loser=True),
        named(
            "converted into a contact",
            11,
            stages=[(at(14), "sal"), (at(23), "converted")],
            deal=won_deal(at(11), 3000),
            has_contact=True,
        ),
        named("recycled then accepted", 12, stages=[(at(14), "recycled"), (at(18), "sal")]),
    ]
    accepted = sum(bool(s.accepted_at) for s in scenes)
    rejected = sum(bool(s.rejected_at) for s in scenes)
    # page, offer, channel, source, campaign, leads, accepted, rejected
    plan = [
        ("/pricing", "Demo", "Paid", "Search", "Summer", 130, 39, 30),
        ("/ebook", "Ebook", "Paid", "Social", "Summer", 130, 4, 32),
        ("/contact", "Call back", "Direct", "Direct", "Always on", 130, 36, 29),
        ("/webinar", "Webinar", "Direct", "Direct", "Always on", 3, 0, 0),
    ]
    leads = scenes
    for page, offer, channel, source, campaign, n, k, no in plan:
        if page == "/pricing":  # the named leads came from there
            n, k, no = n - len(scenes), k - accepted, no - rejected
        free = 0
        for i, when in enumerate(spread(n)):
            lead = Lead(when, "desk", "", source, channel, campaign, page, offer)
            leads.append(lead)
            if is_chosen(i, k, n):
                lead.stages, lead.calls = [(when + (2 + i % 5) * DAY, "sal")], [when + DAY]
            else:
                if is_chosen(free, no, n - k):
                    lead.stages = [(when + (3 + i % 5) * DAY, "disqualified")]
                    lead.reason = ("No budget", "Wrong country", "")[i % 3]
                free += 1
    return leads


# score: wins and losses of the leads with this score
WORKS = dict(
    zip(range(5, 100, 10), [(k, 40 - k) for k in (2, 3, 4, 6, 8, 10, 13, 17, 22, 28)], strict=True)
)
FEW = {20: (5, 120), 50: (9, 60), 80: (15, 20)}  # 29 wins, 200 losses
THIRTY = {20: (5, 120), 50: (9, 60), 80: (16, 20)}  # 30 wins, 200 losses
IDLE = {10: (76, 74), 20: (74, 76), 30: (75, 75), 40: (75, 75)}  # 300 wins, 300 losses
SHORT = {10: (20, 20), 20: (20, 20)}  # 40 and 40: nothing can be said
SALES = {10: (12, 38), 40: (38, 26), 70: (70, 16)}  # accepted, rejected


def scores() -> list[Lead]:
    """One system per score; every lead was won or lost, or accepted or rejected."""
    leads = []
    tables = {"works": WORKS, "few": FEW, "thirty": THIRTY, "idle": IDLE, "short": SHORT}
    for system, table in tables.items():
        fates = [(s, won) for s, (w, x) in table.items() for won in [True] * w + [False] * x]
        for (score, won), when in zip(fates, spread(len(fates)), strict=True):
            deal = won_deal(when, 100) if won else Deal(when + 12 * DAY, 100, lost=when + 24 * DAY)
            deal.bills = []
            leads.append(Lead(when, f"sc_{system}", score=str(score), deal=deal))
    fates = [(s, yes) for s, (a, r) in SALES.items() for yes in [True] * a + [False] * r]
    for (score, yes), when in zip(fates, spread(len(fates)), strict=True):
        stages = [(when + 3 * DAY, "sal" if yes else "disqualified")]
        leads.append(Lead(when, "sc_sales", score=str(score), stages=stages))
    # Young leads with high scores and no fate yet.
    for when in spread(50, NOW - timedelta(hours=40), NOW - timedelta(hours=4)):
        leads.append(Lead(when, "sc_works", score="95"))
    return leads + broken_scores()


BROKE_ON = datetime(2026, 5, 11)  # a Monday
BAD_DAY = datetime(2026, 4, 7)


def broken_scores() -> list[Lead]:
    """Five leads a day; from 11 May each score is 0 or blank; one bad day in April passed."""
    leads = []
    for number in range(150):
        day = datetime(2026, 3, 2) + number * DAY
        for i in range(5):
            is_blank = number % 2 == 0 and i == 0  # one of ten, before
            if day == BAD_DAY:
                is_blank = i < 4
            if day >= BROKE_ON:
                is_blank = True
            score = ("0", "")[i % 2] if is_blank else str(20 + 10 * i)
            leads.append(Lead(day + timedelta(hours=9 + i), "sc_broke", score=score))
    return leads


def no_effect(seed: int) -> list[Lead]:
    """Five values per dimension and four outcomes, all drawn without regard to each other."""
    draw = random.Random(seed)
    leads = []
    for when in spread(1200):
        source, channel, campaign, page, offer = (draw.choice("ABCDE") for _ in range(5))
        lead = Lead(when, "none_planted", source=f"Source {source}", channel=f"Channel {channel}")
        lead.campaign, lead.page = f"Campaign {campaign}", f"/{page.lower()}"
        lead.offer = f"Offer {offer}"
        if draw.random() < 0.3:
            lead.stages.append((when + draw.randrange(24, 192) * HOUR, "sal"))
        if draw.random() < 0.6:
            lead.calls.append(when + draw.randrange(2, 120) * HOUR)
        if draw.random() < 0.2:
            lead.meetings.append(Meeting(when + draw.randrange(48, 288) * HOUR, "held"))
        if draw.random() < 0.25:
            lead.deal = Deal(when + draw.randrange(120, 480) * HOUR, 100)
        leads.append(lead)
    return leads
