"""The expected answers of a company, computed from its facts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from . import companies, sums
from .facts import Lead

Answer = dict[str, Any]
DRAWN: dict[str, Callable[[], list[Lead]]] = {
    "salesforce": companies.salesforce,
    "hubspot": companies.hubspot,
    "mapped": companies.mapped,
    "scores": companies.scores,
    "no_effect": lambda: companies.no_effect(17),
}
# The dimensions and steps of results.sources that are compared. Others depend on conventions that
# nobody has agreed on, such as what a lead without a campaign is compared with.
COMPARED = {
    "salesforce": (("source", "campaign"), ("accepted", "opportunity", "won", "invoiced", "paid")),
    "hubspot": (("source",), ("accepted", "met", "opportunity", "won")),
    "mapped": (("source", "channel", "page", "offer"), ("accepted", "rejected", "attempted")),
}
NULL_DIMENSIONS = ("source", "channel", "campaign", "page", "offer")
NULL_STEPS = ("accepted", "attempted", "met", "opportunity")
# No group of the companies has between 4 and 99 mature leads, so any least number does.
LEAST, FEWEST_FATES, FLOOR, LEVEL = 30, 30, 0.6, 0.05


def rounded(*values: float) -> list[float]:
    return [round(v, 4) for v in values]


def name_of(lead: Lead, dimension: str) -> str:
    """The value with its spellings folded: spaces around it, upper and lower case."""
    value: str = getattr(lead, dimension).strip()
    return "Google" if value.lower() == "google" else value


def sources(leads: list[Lead], dimension: str, step: str) -> list[Answer]:
    """The rows of results.sources of one dimension and step."""
    groups = defaultdict(list)
    for lead in leads:
        groups[name_of(lead, dimension)].append(lead)
    mature = {value: [x for x in group if not x.is_young] for value, group in groups.items()}
    n = {value: len(group) for value, group in mature.items()}
    k = {value: sum(x.reached(step) for x in group) for value, group in mature.items()}
    all_n, all_k = sum(n.values()), sum(k.values())
    judged = [v for v in groups if n[v]]

    def verdicts(
        p_of: Callable[[int, int, int, int], float], among: list[str], level: float, edge: float
    ) -> dict[str, str]:
        ps = [p_of(k[v], n[v], all_k - k[v], all_n - n[v]) for v in among]
        qs = dict(zip(among, sums.benjamini_hochberg(ps), strict=True))
        found = {}
        for v in groups:
            if not n[v]:
                found[v] = "too_young"
            elif n[v] < LEAST:
                found[v] = "too_small"
            else:
                _, low, high = sums.newcombe(k[v], n[v], all_k - k[v], all_n - n[v])
                side = "below" if high < edge else "above" if low > -edge else ""
                found[v] = side if side and qs[v] <= level else "not_told_apart"
        return found

    # A verdict on which the usual tests, families with or without small groups, and slightly other
    # limits disagree is no test of the audit: any of theirs will do.
    said = [
        verdicts(p_of, among, level, edge)
        for p_of in (sums.p_by_fisher, sums.p_by_normal)
        for among in (judged, [v for v in judged if n[v] >= LEAST])
        for level, edge in ((LEVEL, 0.0), (LEVEL * 0.7, -0.002), (LEVEL * 1.4, 0.002))
    ]

    rows = []
    for value in sorted(groups):
        row: Answer = {"dimension": dimension, "value": value, "step": step}
        row |= {"leads": len(groups[value]), "too_young": len(groups[value]) - n[value]}
        row |= {"n": n[value], "k": k[value]}
        if n[value]:
            low, high = sums.wilson(k[value], n[value])
            rest_n, rest_k = all_n - n[value], all_k - k[value]
            d, d_low, d_high = sums.newcombe(k[value], n[value], rest_k, rest_n)
            row |= dict(
                zip(("rate", "low", "high"), rounded(k[value] / n[value], low, high), strict=True)
            )
            row |= {"rest_n": rest_n, "rest_k": rest_k, "rest_rate": round(rest_k / rest_n, 4)}
            row |= dict(
                zip(
                    ("difference", "difference_low", "difference_high"),
                    rounded(d, d_low, d_high),
                    strict=True,
                )
            )
        options = sorted({one[value] for one in said})
        row["verdict"] = options[0] if len(options) == 1 else options
        if step == "won":
            won = [x.deal for x in mature[value] if x.deal and x.deal.won]
            currencies = {d.currency for d in won}
            all_currencies = {x.deal.currency for x in leads if x.deal and x.deal.won}
            if len(currencies) > 1:
                row["amount"] = None
            elif currencies and len(all_currencies) == 1:
                row["amount"] = sum(d.amount for d in won)
        rows.append(row)
    return rows


def day(moment: datetime | date | None) -> str | None:
    return f"{moment:%Y-%m-%d}" if moment else None


def second(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else None


def journey(lead: Lead, company: str) -> Answer:
    """The row of audit_outcomes__journeys of a lead; it is found by its moment of capture."""
    deal = lead.deal
    cells: Answer = {
        "system": lead.system,
        "source": lead.source,
        "accepted_at": second(lead.accepted_at),
        "rejected_at": second(lead.rejected_at),
        "opportunity_at": second(deal.created) if deal else None,
        "won_at": day(deal.won) if deal else None,
        "lost_at": day(deal.lost) if deal else None,
    }
    if company == "salesforce":
        cells["campaign"] = lead.campaign
    if company == "mapped":
        for column in ("channel", "campaign", "page", "offer"):
            cells[column] = getattr(lead, column)
        cells |= {
            "rejected_because": lead.reason or None,
            "attempted_at": second(lead.attempted_at),
        }
        cells |= {"utm_source": "engine", "utm_medium": "cpc", "utm_campaign": "summer-2026"}
    if lead.later_scores:
        cells |= {"score_at_capture": int(lead.score), "score_at_handoff": 55}
    cells |= {
        "held_at": second(lead.held_at),
        "no_shows": len(lead.outcomes("no_show")),
        "meetings_unjudged": lead.unjudged,
    }
    if deal and deal.won:
        bills = lead.bills
        cells |= {"amount": deal.amount, "currency": deal.currency}
        cells |= {"invoiced_at": day(min(b.issued for b in bills))}
        cells |= {"invoiced_amount": sum(b.amount for b in bills)}
        paid = [b for b in bills if b.paid]
        cells["paid_amount"] = sum(b.amount for b in paid) or None
        if len(bills) == 1:
            cells["paid_at"] = day(bills[0].paid)
    else:
        cells |= {"invoiced_at": None, "paid_at": None}
    return {"captured_at": second(lead.at), "cells": cells}


def score_answers(leads: list[Lead]) -> list[Answer]:
    """The rows of results.scores, the deciles and the day of collapse."""
    answers: list[Answer] = []
    for system in ("works", "few", "thirty", "idle", "short", "sales"):
        group = [x for x in leads if x.system == f"sc_{system}" and not x.is_young]
        outcome = "accepted" if system == "sales" else "won"

        def score_of(hit: bool, group: list[Lead] = group, step: str = outcome) -> list[float]:
            return [float(x.score) for x in group if x.reached(step) == hit]

        wins, losses = score_of(True), score_of(False)
        answer: Answer = {"table": "scores", "system": f"sc_{system}", "outcome": outcome}
        cells: Answer = {"wins": len(wins), "losses": len(losses)}
        answer["cells"] = cells
        if min(len(wins), len(losses)) < FEWEST_FATES:
            cells["verdict"] = "not_computable"
        else:
            cells["auc"] = round(sums.auc(wins, losses), 4)
            limits = [sums.hanley_mcneil(wins, losses), sums.delong(wins, losses)]
            # The two usual intervals are within 0.02; a label allows either and as much again.
            for i, column in enumerate(("auc_low", "auc_high")):
                ends = [limit[i] for limit in limits]
                assert max(ends) - min(ends) < 0.02, (system, ends)
                answer.setdefault("between", {})[column] = rounded(
                    min(ends) - 0.01, max(ends) + 0.01
                )
            is_useless = {high < FLOOR for _, high in limits}
            assert len(is_useless) == 1
            if is_useless == {True}:
                cells["verdict"] = "does_not_tell"
            elif cells["auc"] > FLOOR:
                cells["verdict"] = "works"
            else:  # neither shown to work nor accused
                answer["not"] = {"verdict": "does_not_tell"}
        answers.append(answer)
    # All scores of the sales team's leads have another fate than won.
    answers.append(
        {
            "table": "scores",
            "system": "sc_sales",
            "outcome": "won",
            "cells": {"verdict": "not_computable"},
        }
    )
    share = sum(w for w, _ in companies.WORKS.values()) / 400
    for score, (k, losses_) in companies.WORKS.items():
        n = k + losses_
        cells = {"n": n, "k": k, "rate": round(k / n, 4), "lift": round(k / n / share, 4)}
        answers.append(
            {"table": "score_deciles", "system": "sc_works", "outcome": "won"}
            | {"score_from": score, "score_to": score, "cells": cells}
        )
    answers.append(
        {"table": "score_blanks", "system": "sc_broke", "collapse": day(companies.BROKE_ON)}
    )
    answers.append({"table": "score_blanks", "system": "sc_works", "collapse": None})
    return answers


def expected(company: str) -> Answer:
    """What expected.yml of the company says."""
    leads = DRAWN[company]()
    answer: Answer = {"company": company}
    named = [lead for lead in leads if lead.name]
    if company in ("salesforce", "hubspot", "mapped"):
        answer["totals"] = {
            "journeys": len(leads),
            "accepted": sum(bool(x.accepted_at) for x in leads),
            "rejected": sum(bool(x.rejected_at) for x in leads),
            "held": sum(bool(x.held_at) for x in leads),
            "no_shows": sum(len(x.outcomes("no_show")) for x in leads),
            "meetings_unjudged": sum(x.unjudged for x in leads),
            "opportunities": sum(bool(x.deal) for x in leads),
            "won": sum(bool(x.deal and x.deal.won) for x in leads),
            "sources": len({name_of(x, "source") for x in leads}),
        }
    if named:
        moments = Counter(x.at for x in leads)
        assert all(moments[x.at] == 1 for x in named)
        answer["journeys"] = [{"case": x.name} | journey(x, company) for x in named]
    if company in COMPARED:
        dimensions, steps = COMPARED[company]
        answer["sources"] = [r for d in dimensions for s in steps for r in sources(leads, d, s)]
    if company == "scores":
        answer["scores"] = score_answers(leads)
    if company == "no_effect":
        answer["no_effect"] = {
            "dimensions": list(NULL_DIMENSIONS),
            "steps": list(NULL_STEPS),
            "values": 5,
            "most_accused_draws": 1,
        }
    return answer
