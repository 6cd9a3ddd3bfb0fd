"""Innocent records that look like faults: deals, invoices and payments."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from ..drawing import Cell, at
from .life import After, Script, invoiced_on
from .setting import ACCOUNT_MANAGER, BERLIN, MANAGER, NOW, OFFICE
from .world import Lead, Thing

CENT = Decimal("0.01")


def plan(script: Script) -> None:
    """Plans all traps of this page."""
    for trap in (
        *(instalments, monthly_term, retainer, partner_billing, free_deal, collective_invoice),
        *(credit_and_rebill, tax_on_top, part_payments, payment_retried, processor_fee),
        *(withholding, rounding, renewal, customer_since, colleague_of_customer, invoiced_same_day),
        *(won_yesterday, open_deal, lost_deals, paid_late),
    ):
        trap(script)


def won(script: Script, count: int, after: After) -> None:
    """Plans leads that win a deal."""
    for _ in range(count):
        script.lead(after, life="won")


def label(script: Script, trap: str, note: str, deal: Thing, *invoices: dict[str, Cell]) -> None:
    """Calls a deal and its invoices innocent."""
    script.world.truth.trap(trap, f"hubspot/deal/{deal.id}", note)
    for invoice in invoices:
        script.world.truth.trap(trap, f"quickbooks/invoice/{invoice['No.']}", note)


def amount(deal: Thing) -> Decimal:
    """The amount of a deal."""
    return Decimal(deal.values["amount"])


def resize(deal: Thing, value: Decimal) -> None:
    """Another amount of the deal."""
    deal.values["amount"] = str(value)


def monthly(
    script: Script, deal: Thing, start: date, part: Decimal, count: int
) -> list[dict[str, Cell]]:
    """Equal invoices, a month apart, until now."""
    invoices = []
    for month in range(count):
        on = start + timedelta(days=30 * month + month % 2)
        if on >= NOW.date():
            break
        invoices.append(script.world.invoice(deal, on, part))
        script.settle(invoices[-1])
    return invoices


def instalments(script: Script) -> None:
    """Three invoices that add up to the deal."""

    def after(lead: Lead) -> None:
        lead.deal.values["plan"] = "Instalments"
        total = amount(lead.deal)
        first = (total * Decimal("0.5")).quantize(CENT)
        second = (total * Decimal("0.3")).quantize(CENT)
        start = script.invoice_day(lead.deal)
        invoices = []
        for step, part in enumerate((first, second, total - first - second)):
            on = start + timedelta(days=(0, 14, 30)[step])
            invoices.append(script.world.invoice(lead.deal, on, part))
            script.settle(invoices[-1])
        label(script, "instalments", "three parts of one amount", lead.deal, *invoices)

    won(script, 5, after)


def monthly_term(script: Script) -> None:
    """A term of two months, billed in equal invoices that add up to the deal."""

    def after(lead: Lead) -> None:
        lead.deal.values["plan"] = "Monthly"
        part = (amount(lead.deal) / 2).quantize(Decimal(1))
        resize(lead.deal, part * 2)
        invoices = monthly(script, lead.deal, script.invoice_day(lead.deal), part, 2)
        label(script, "monthly_term", "equal invoices a month apart", lead.deal, *invoices)

    won(script, 5, after)


def retainer(script: Script) -> None:
    """A contract of a year, billed every month; the year is not over."""

    def after(lead: Lead) -> None:
        lead.deal.values["plan"] = "Retainer"
        part = (amount(lead.deal) / 12).quantize(Decimal(1))
        resize(lead.deal, part * 12)
        invoices = monthly(script, lead.deal, script.invoice_day(lead.deal), part, 12)
        label(script, "retainer", "the months until now", lead.deal, *invoices)

    won(script, 5, after)


def partner_billing(script: Script) -> None:
    """Sold by a reseller, who gets the invoice."""

    def after(lead: Lead) -> None:
        partner = script.draw.random.choice(script.partners).name
        lead.deal.values["partner"] = partner
        on, net = script.invoice_day(lead.deal), amount(lead.deal)
        invoice = script.world.invoice(lead.deal, on, net, name=partner)
        script.settle(invoice)
        label(script, "partner_billing", "billed via the partner on the deal", lead.deal, invoice)

    won(script, 5, after)


def free_deal(script: Script) -> None:
    """Nothing to pay, nothing to invoice."""

    def after(lead: Lead) -> None:
        lead.deal.values["amount"] = "0.0"
        label(script, "free_deal", "amount 0", lead.deal)

    won(script, 5, after)


def collective_invoice(script: Script) -> None:
    """Two deals of one customer on one invoice."""
    numbers = iter(range(7001, 7100))

    def after(lead: Lead) -> None:
        reference = f"BR-{next(numbers)}"
        first = script.won_at(lead.deal)
        opened = OFFICE.add(lead.deal.created, 1)
        other = script.another_deal(
            lead, opened, script.world.amount(), won=max(first, OFFICE.add(opened, 20))
        )
        for deal in (lead.deal, other):
            deal.values.update(plan="Collective", reference=reference)
        on = script.invoice_day(other)
        total = amount(lead.deal) + amount(other)
        invoice = script.world.invoice(other, on, total, reference=reference)
        script.settle(invoice)
        label(script, "collective_invoice", "one invoice of two deals", lead.deal, invoice)
        label(script, "collective_invoice", "one invoice of two deals", other)

    won(script, 5, after)


def credit_and_rebill(script: Script) -> None:
    """A wrong invoice, its credit memo, and the right one."""

    def after(lead: Lead) -> None:
        right = amount(lead.deal)
        wrong = right + Decimal(script.draw.random.randint(3, 30) * 10)
        on = script.invoice_day(lead.deal)
        first = script.world.invoice(lead.deal, on, wrong)
        back = script.world.invoice(lead.deal, on + timedelta(days=5), -wrong, kind="Credit memo")
        second = script.world.invoice(lead.deal, on + timedelta(days=6), right)
        script.settle(second)
        label(script, "credit_and_rebill", "credited and billed", lead.deal, first, back, second)

    won(script, 5, after)


def tax_on_top(script: Script) -> None:
    """The deal is net, the invoice has tax in its own column."""

    def after(lead: Lead) -> None:
        net = amount(lead.deal)
        tax = (net * Decimal("0.19")).quantize(CENT)
        invoice = script.world.invoice(lead.deal, script.invoice_day(lead.deal), net, tax=tax)
        script.settle(invoice)
        label(script, "tax_on_top", "total before tax is the deal", lead.deal, invoice)

    won(script, 6, after)


def billed(script: Script, lead: Lead) -> dict[str, Cell]:
    """The invoice of the whole deal, not yet paid."""
    return script.world.invoice(lead.deal, script.invoice_day(lead.deal), amount(lead.deal))


def billed_and_paid(script: Script, lead: Lead) -> None:
    """The usual end of a won deal."""
    script.bill(lead)


def part_payments(script: Script) -> None:
    """One invoice, paid in two parts."""

    def after(lead: Lead) -> None:
        invoice, total = billed(script, lead), amount(lead.deal)
        part = (total * Decimal("0.4")).quantize(CENT)
        when = script.pay_day(invoice, 3, 9)
        keys = [script.world.pay(invoice, when, part)]
        keys.append(script.world.pay(invoice, when + timedelta(days=6), total - part))
        label(script, "part_payments", "two parts of one invoice", lead.deal, invoice)
        for key in keys:
            script.world.truth.trap("part_payments", key, "two parts of one invoice")

    won(script, 5, after)
    won(script, 3, lambda lead: halves(script, lead))


def halves(script: Script, lead: Lead) -> None:
    """Two equal halves within days."""
    half = (amount(lead.deal) / 2).quantize(Decimal(1))
    resize(lead.deal, half * 2)
    invoice = billed(script, lead)
    when = script.pay_day(invoice, 3, 9)
    for days in (0, 4):
        key = script.world.pay(invoice, when + timedelta(days=days), half)
        script.world.truth.trap("equal_part_payments", key, "two halves of one invoice")
    label(script, "equal_part_payments", "two halves of one invoice", lead.deal, invoice)


def payment_retried(script: Script) -> None:
    """A card that failed and was charged again."""

    def after(lead: Lead) -> None:
        invoice = billed(script, lead)
        when = script.pay_day(invoice)
        failed = script.world.pay(invoice, when, status="Failed", method="Card")
        again = when + script.draw.seconds(40, 90_000)
        paid = script.world.pay(invoice, again, method="Card")
        for key in (failed, paid):
            script.world.truth.trap("payment_retried", key, "the first charge failed")
        label(script, "payment_retried", "paid once", lead.deal, invoice)

    won(script, 5, after)


def processor_fee(script: Script) -> None:
    """The processor keeps its fee: gross is the invoice, net is less."""

    def after(lead: Lead) -> None:
        invoice = billed(script, lead)
        fee = (amount(lead.deal) * Decimal("0.029")).quantize(CENT)
        key = script.world.pay(invoice, script.pay_day(invoice), fee=fee, method="Card")
        script.world.truth.trap("processor_fee", key, "gross amount is the invoice")
        label(script, "processor_fee", "gross amount is the invoice", lead.deal, invoice)

    won(script, 5, after)


def withholding(script: Script) -> None:
    """The customer keeps tax back and sends the certificate, which is booked as a payment."""

    def after(lead: Lead) -> None:
        invoice, total = billed(script, lead), amount(lead.deal)
        kept = (total * Decimal("0.05")).quantize(CENT)
        when = script.pay_day(invoice, 3, 12)
        keys = [script.world.pay(invoice, when, total - kept)]
        certificate = when + timedelta(days=script.draw.random.randint(2, 9))
        keys.append(
            script.world.pay(invoice, certificate, kept, method="Withholding tax certificate")
        )
        for key in keys:
            script.world.truth.trap("withholding", key, "tax kept back is recorded")
        label(script, "withholding", "tax kept back is recorded", lead.deal, invoice)

    won(script, 4, after)


def rounding(script: Script) -> None:
    """A cent less was paid, and the invoice was closed."""

    def after(lead: Lead) -> None:
        invoice = billed(script, lead)
        key = script.world.pay(invoice, script.pay_day(invoice), amount(lead.deal) - CENT)
        script.world.truth.trap("rounding", key, "a cent")
        label(script, "rounding", "a cent", lead.deal, invoice)

    won(script, 4, after)


def renewal(script: Script) -> None:
    """The same customer buys the same for the same amount again."""

    def after(lead: Lead) -> None:
        first = script.bill(lead)
        opened = OFFICE.add(script.won_at(lead.deal), 8 * script.draw.random.randint(2, 9))
        deal = script.another_deal(lead, opened, amount(lead.deal), title="pumps, second order")
        second = script.world.invoice(deal, script.invoice_day(deal), amount(deal))
        script.settle(second)
        label(script, "renewal", "two deals of one amount", lead.deal, first)
        label(script, "renewal", "two deals of one amount", deal, second)

    won(script, 5, after)


def customer_since(script: Script) -> None:
    """A customer since the deal; the account manager of today was not the owner of then."""

    def after(lead: Lead) -> None:
        script.bill(lead)
        when = OFFICE.add(script.won_at(lead.deal), 8 * script.draw.random.randint(5, 15))
        for thing in (lead.contact, lead.company):
            thing.set("hubspot_owner_id", ACCOUNT_MANAGER.id, when, "CRM_UI", MANAGER)
        note = "no customer and another owner when the lead came"
        script.world.truth.trap("customer_since", lead.contact_key, note)

    won(script, 6, after)


def colleague_of_customer(script: Script) -> None:
    """A colleague of a customer goes to the owner of the account, whatever the rules say."""
    for number in range(4):
        country = ("Norway", "Poland", "Germany", "Spain")[number]
        firm = script.draw.firm(country, 140)
        first = script.draw.person(firm)
        on = date(2025, 9, 2 + 3 * number)
        script.lead(lambda lead: billed_and_paid(script, lead), person=first, life="won", on=on)
        script.lead(
            lambda lead: script.world.truth.trap(
                "colleague_of_customer", lead.contact_key, "the account had an owner then"
            ),
            person=script.draw.person(firm),
            on=date(2025, 12, 2 + 3 * number),
        )


def invoiced_same_day(script: Script) -> None:
    """Invoiced on the day of the deal; the date has no time and looks earlier."""

    def after(lead: Lead) -> None:
        invoice = script.world.invoice(lead.deal, script.won_on(lead.deal), amount(lead.deal))
        script.settle(invoice)
        label(script, "invoiced_same_day", "a date is a day", lead.deal, invoice)

    won(script, 5, after)


def won_yesterday(script: Script) -> None:
    """Won in the last days: the promise of ten days has not run out."""
    for number in range(5):

        def after(lead: Lead, number: int = number) -> None:
            assert lead.owner is not None
            deal = script.world.open_deal(
                lead.company,
                lead.contact,
                at(date(2026, 1, 19), "10:00", BERLIN) + timedelta(hours=number),
                lead.owner,
                script.world.amount(),
            )
            lead.deal = deal
            script.move_stage(lead, "opportunity", deal.created + timedelta(seconds=2))
            when = deal.created
            for stage in ("proposalsent", "contractsent"):
                when = OFFICE.add(when, script.draw.random.uniform(9, 20))
                deal.set("dealstage", stage, when, "CRM_UI", lead.owner)
            days = (date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30), date(2026, 1, 30))
            on = (*days, date(2026, 2, 2))[number]
            end = script.draw.moment(on, BERLIN, "09:10", "10:50")
            deal.set("dealstage", "closedwon", end, "CRM_UI", lead.owner)
            script.became_customer(lead, end)
            label(script, "won_yesterday", "inside the promise of ten days", deal)

        script.lead(after, on=script.day(date(2025, 12, 12)))


def open_deal(script: Script) -> None:
    """Still open, with a close date to come: a plan is no moment that happened."""

    def after(lead: Lead) -> None:
        assert lead.owner is not None
        opened = OFFICE.add(lead.talked, script.draw.random.uniform(6, 20))
        total = script.world.amount()
        deal = script.world.open_deal(lead.company, lead.contact, opened, lead.owner, total)
        script.move_stage(lead, "opportunity", opened + timedelta(seconds=2))
        sent = OFFICE.add(opened, script.draw.random.uniform(6, 20))
        deal.set("dealstage", "proposalsent", sent, "CRM_UI", lead.owner)
        close = script.draw.day(date(2026, 2, 16), date(2026, 4, 24))
        deal.values["closedate"] = f"{close.isoformat()} 17:00"
        lead.deal = deal
        label(script, "open_deal", "a close date to come", deal)

    for _ in range(5):
        script.lead(after, on=script.day(date(2025, 12, 19)))


def lost_deals(script: Script) -> None:
    """Lost deals need no invoice."""

    def after(lead: Lead) -> None:
        label(script, "lost_deal", "never won", lead.deal)

    for _ in range(5):
        script.lead(after, life="lost", on=script.day(date(2025, 11, 14)))


def paid_late(script: Script) -> None:
    """An invoice that nobody paid so far."""

    def after(lead: Lead) -> None:
        invoice = billed(script, lead)
        due = invoiced_on(invoice) + timedelta(days=30)
        status = "Overdue" if due < NOW.date() else "Open"
        invoice.update({"Status": status, "Balance": invoice["Total"]})
        label(script, "unpaid_invoice", "open, so nothing to compare", lead.deal, invoice)

    won(script, 4, after)
