"""Planted faults of deals, invoices and payments, and of rules and sums."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from ..drawing import Cell, local
from ..truth import Row
from .faults import EACH, WAITING, caused, plant
from .life import Script, invoiced_on
from .setting import BERLIN, OFFICE
from .traps_money import CENT, amount
from .world import Lead

INVOICED = ("records_arrive", "invoiced_within_sla", *WAITING)
HANDOFF = "deal_to_invoice"


def plan(script: Script) -> None:
    """Plans all faults of this page."""
    for family in (
        *(not_invoiced, invoiced_late, invoiced_twice, wrong_customer, wrong_amount),
        *(paid_twice, paid_differs, rule_broken, lines_disagree, one_number_two_customers),
        shared_match_key,
    ):
        family(script)


def invoices_of(script: Script, lead: Lead) -> list[dict[str, Cell]]:
    """The invoices of the lead's deal."""
    return [row for row in script.world.invoices if row["HubSpot deal"] == lead.deal.id]


def invoice_key(invoice: dict[str, Cell]) -> str:
    """Key of an invoice."""
    return f"quickbooks/invoice/{invoice['No.']}"


def payments_of(script: Script, invoice: dict[str, Cell]) -> list[dict[str, Cell]]:
    """The payments of an invoice."""
    return [row for row in script.world.payments if row["Invoice No."] == invoice["No."]]


def payment_keys(script: Script, invoice: dict[str, Cell]) -> list[str]:
    """Keys of the payments of an invoice."""
    return [f"quickbooks/payment/{row['Transaction ID']}" for row in payments_of(script, invoice)]


def move(invoice: dict[str, Cell], days: int) -> None:
    """Another date of an invoice."""
    on = OFFICE.next_open(invoiced_on(invoice) + timedelta(days=days))
    invoice["Transaction date"] = on.strftime("%m/%d/%Y")
    invoice["Due date"] = (on + timedelta(days=30)).strftime("%m/%d/%Y")


def unpay(script: Script, invoice: dict[str, Cell], status: str = "Open") -> None:
    """Takes the payments of an invoice back."""
    world = script.world
    world.payments = [row for row in world.payments if row["Invoice No."] != invoice["No."]]
    invoice.update({"Status": status, "Balance": invoice["Total"]})


def not_invoiced(script: Script) -> None:
    """Won weeks ago, and no invoice."""

    def make(lead: Lead, number: int) -> None:
        world = script.world
        (invoice,) = invoices_of(script, lead)
        unpay(script, invoice)
        world.invoices.remove(invoice)
        world.lines = [row for row in world.lines if row["No."] != invoice["No."]]
        fault = world.truth.fault(
            "not_invoiced",
            [Row("records_arrive", lead.deal_key, HANDOFF)],
            "won more than a month ago, no invoice",
            [lead.contact_key],
        )
        records = [lead.deal_key, lead.contact_key, lead.submission_key]
        caused(script, fault, INVOICED, records)

    for number in range(5):
        script.lead(plant(script, make, number), life="won")


def invoiced_late(script: Script) -> None:
    """Invoiced three weeks or more after the deal."""

    def make(lead: Lead, number: int) -> None:
        (invoice,) = invoices_of(script, lead)
        unpay(script, invoice)
        move(invoice, 20 + 3 * number)
        fault = script.world.truth.fault(
            "invoiced_late",
            [
                Row("invoiced_within_sla", lead.deal_key),
                Row("invoiced_within_sla", invoice_key(invoice)),
            ],
            "more than 20 days after the deal",
            [lead.contact_key],
        )
        records = [lead.deal_key, lead.contact_key, lead.submission_key, invoice_key(invoice)]
        caused(script, fault, ("invoiced_within_sla", *WAITING), records)

    for number in range(5):
        script.lead(plant(script, make, number), life="won")


def invoiced_twice(script: Script) -> None:
    """The whole deal on a second invoice, days after the first."""

    def make(lead: Lead, number: int) -> None:
        (first,) = invoices_of(script, lead)
        on = invoiced_on(first) + timedelta(days=(2, 5, 9, 14, 19)[number])
        second = script.world.invoice(lead.deal, on, amount(lead.deal), is_paid=False)
        fault = script.world.truth.fault(
            "invoiced_twice",
            [
                Row("invoices_sent_once", invoice_key(second)),
                Row("invoices_sent_once", invoice_key(first)),
                Row("values_agree", lead.deal_key, HANDOFF),
            ],
            "same deal, same amount, one plan: a single invoice",
            [lead.contact_key],
        )
        checks = ("records_paired_once", "values_agree", "invoices_sent_once")
        records = [lead.deal_key, invoice_key(first), invoice_key(second)]
        caused(script, fault, checks, records)

    for number in range(5):
        script.lead(plant(script, make, number), life="won")


def wrong_customer(script: Script) -> None:
    """The invoice of the deal is made out to another customer."""

    def make(lead: Lead, number: int) -> None:
        (invoice,) = invoices_of(script, lead)
        names = sorted(set(script.world.customers) - {lead.person.firm.name})
        other = script.draw.random.choice(names)
        invoice["Name"] = other
        for payment in payments_of(script, invoice):
            payment["Customer"] = other
        fault = script.world.truth.fault(
            "wrong_customer",
            [
                Row("invoices_name_the_customer", invoice_key(invoice)),
                Row("invoices_name_the_customer", lead.deal_key),
            ],
            "made out to a customer of another deal",
        )
        checks = ("invoices_name_the_customer", "values_agree", "invoices_sent_once")
        caused(script, fault, checks, [lead.deal_key, invoice_key(invoice)])

    for number in range(6):
        script.lead(plant(script, make, number), life="won")


def wrong_amount(script: Script) -> None:
    """The invoice has another net amount than the deal."""

    def make(lead: Lead, number: int) -> None:
        world = script.world
        (invoice,) = invoices_of(script, lead)
        net = amount(lead.deal)
        wrong = (net * (Decimal("0.83"), Decimal("1.1"))[number % 2]).quantize(CENT)
        text = f"{wrong:.2f}"
        invoice.update({"Total before tax": text, "Total": text})
        if invoice["Balance"] != "0.00":
            invoice["Balance"] = text
        lines = [row for row in world.lines if row["No."] == invoice["No."]]
        lines[-1]["Amount"] = f"{wrong - Decimal(str(lines[0]['Amount'])):.2f}"
        for payment in payments_of(script, invoice):
            payment.update({"Amount": text, "Net": text})
        fault = world.truth.fault(
            "wrong_amount",
            [
                Row("values_agree", lead.deal_key, HANDOFF),
                Row("values_agree", invoice_key(invoice), HANDOFF),
            ],
            "17 % less or 10 % more than the deal, no tax",
        )
        checks = ("values_agree", "values_not_overwritten", "values_not_stale")
        caused(script, fault, checks, [lead.deal_key, invoice_key(invoice)])

    for number in range(6):
        script.lead(plant(script, make, number), life="won")


def paid_twice(script: Script) -> None:
    """The whole invoice charged again, seconds to days later."""

    def make(lead: Lead, number: int) -> None:
        (invoice,) = invoices_of(script, lead)
        unpay(script, invoice)
        invoice.update({"Status": "Paid", "Balance": "0.00"})
        when = script.pay_day(invoice, 4, 14)
        gap = timedelta(seconds=(24, 190, 5400, 90_000, 500_000)[number])
        keys = [
            script.world.pay(invoice, when, method="Card"),
            script.world.pay(invoice, when + gap, method="Card"),
        ]
        fault = script.world.truth.fault(
            "paid_twice",
            [
                *(Row("payments_taken_once", key) for key in reversed(keys)),
                Row("payments_match_invoices", invoice_key(invoice)),
            ],
            "two whole payments of one invoice, none returned",
        )
        checks = ("payments_taken_once", "payments_match_invoices")
        caused(script, fault, checks, [*keys, invoice_key(invoice)])

    for number in range(5):
        script.lead(plant(script, make, number), life="won")


def paid_differs(script: Script) -> None:
    """Closed as paid, with much less or more money than the invoice."""

    def make(lead: Lead, number: int) -> None:
        (invoice,) = invoices_of(script, lead)
        unpay(script, invoice)
        invoice.update({"Status": "Paid", "Balance": "0.00"})
        share = (Decimal("0.8"), Decimal("1.15"), Decimal("0.62"))[number % 3]
        paid = (Decimal(str(invoice["Total"])) * share).quantize(CENT)
        key = script.world.pay(invoice, script.pay_day(invoice, 4, 20), paid)
        fault = script.world.truth.fault(
            "paid_differs",
            [
                Row("payments_match_invoices", invoice_key(invoice)),
                Row("payments_match_invoices", key),
            ],
            "no fee, no tax kept back, no credit",
        )
        caused(script, fault, ("payments_match_invoices",), [invoice_key(invoice), key])

    for number in range(6):
        script.lead(plant(script, make, number), life="won")


def rule_broken(script: Script) -> None:
    """A record that breaks a rule of `rules:`."""

    def make(lead: Lead, number: int) -> None:
        truth = script.world.truth
        if number % 3 == 0:
            lead.deal.values["probability"] = "0.8"
            row = Row("records_obey_rules", lead.deal_key)
            truth.fault("rule_broken", [row], "won_is_certain: won with a probability of 0.8")
        elif number % 3 == 1:
            stamp = lead.contact.created - timedelta(days=2 + number)
            lead.contact.values["modified"] = local(stamp, BERLIN)
            row = Row("records_obey_rules", lead.contact_key)
            truth.fault("rule_broken", [row], "created_before_modified: days before creation")
        else:
            (invoice,) = invoices_of(script, lead)
            invoice["Tax"] = "25.00"
            row = Row("records_obey_rules", invoice_key(invoice))
            note = "total_is_net_and_tax: a tax that the total does not have"
            fault = truth.fault("rule_broken", [row], note)
            caused(script, fault, ("values_agree",), [lead.deal_key, invoice_key(invoice)])

    for number in range(6):
        script.lead(plant(script, make, number), life="won")


def lines_disagree(script: Script) -> None:
    """The lines of an invoice add up to less than its net amount."""

    def make(lead: Lead, number: int) -> None:
        (invoice,) = invoices_of(script, lead)
        lines = [row for row in script.world.lines if row["No."] == invoice["No."]]
        cut = Decimal(str(lines[-1]["Amount"])) - 20 - number
        lines[-1]["Amount"] = f"{cut:.2f}"
        fault = script.world.truth.fault(
            "lines_disagree",
            [
                Row("sums_agree", invoice_key(invoice)),
                Row("sums_agree", f"quickbooks/invoice_line/{invoice['No.']}:2"),
            ],
            "20 or more are missing in the lines",
        )
        line = f"quickbooks/invoice_line/{invoice['No.']}:1"
        caused(script, fault, ("sums_agree",), [line])

    for number in range(5):
        script.lead(plant(script, make, number), life="won")


def one_number_two_customers(script: Script) -> None:
    """Two invoices of two customers have one number."""
    waiting: list[Lead] = []

    def make(lead: Lead, number: int) -> None:
        waiting.append(lead)
        if len(waiting) < 2:
            return
        leads = [waiting.pop(0), waiting.pop(0)]
        world = script.world
        first, second = (invoices_of(script, lead)[0] for lead in leads)
        unpay(script, first)
        unpay(script, second)
        world.lines = [
            row for row in world.lines if row["No."] not in (first["No."], second["No."])
        ]
        second["No."] = first["No."]
        for position, invoice in enumerate((first, second), start=1):
            line: dict[str, Cell] = {"No.": invoice["No."], "Line": str(position)}
            line.update({"Description": "Pumps", "Amount": invoice["Total before tax"]})
            world.lines.append(line)
        key = invoice_key(first)
        fault = world.truth.fault(
            "one_number_two_customers",
            [Row("one_id_names_one_record", key)],
            "one number, two customers, two amounts",
            [lead.deal_key for lead in leads],
        )
        records = [key, *(lead.deal_key for lead in leads)]
        records += [f"quickbooks/invoice_line/{first['No.']}:{line}" for line in (1, 2)]
        records += [lead.contact_key for lead in leads]
        caused(script, fault, ("*",), records)

    for number in range(2 * EACH):
        script.lead(plant(script, make, number), life="won")


def shared_match_key(script: Script) -> None:
    """Two collective invoices of two customers carry one billing reference."""
    waiting: list[Lead] = []
    numbers = iter(range(8001, 8100))

    def make(lead: Lead, number: int) -> None:
        waiting.append(lead)
        if len(waiting) < 2:
            return
        reference = f"BR-{next(numbers)}"
        leads = [waiting.pop(0), waiting.pop(0)]
        keys = []
        for one in leads:
            (invoice,) = invoices_of(script, one)
            one.deal.values.update(plan="Collective", reference=reference)
            invoice.update({"HubSpot deal": "", "Billing reference": reference})
            keys.append(invoice_key(invoice))
        fault = script.world.truth.fault(
            "shared_match_key",
            [
                *(Row("match_keys_identify_records", key) for key in keys),
                *(Row("match_keys_identify_records", one.deal_key) for one in leads),
            ],
            "the reference of one collective invoice was used for another one",
        )
        caused(script, fault, ("*",), [*keys, *(one.deal_key for one in leads)])

    for number in range(2 * EACH):
        script.lead(plant(script, make, number), life="won")
