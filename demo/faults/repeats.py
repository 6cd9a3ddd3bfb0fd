"""Repetition faults: the same event is sent, billed, paid or announced twice."""

from __future__ import annotations

from demo.company.overrides import Override
from demo.faults.planted_rows import FaultType, Planting, shift_stamp


def _sent_twice(planting: Planting) -> None:
    lead = planting.lead
    first = lead.form
    if "Entry Id" in first:
        when = shift_stamp(first["Entry Date"], 24)
        new = str(int(first["Entry Id"]) + 5_000_000)
        lead.add("gravity", first, when, **{"Entry Id": new, "Entry Date": when})
    else:
        when = shift_stamp(first["Submit Date (UTC)"], 24)
        new = "dd" + first["#"][2:]
        lead.add(
            "typeform",
            first,
            when,
            **{
                "#": new,
                "Submit Date (UTC)": when,
                "Network ID": first["Network ID"],
            },
        )
    planting.expect("submissions_arrive_once", f"website/submission/{new}")
    planting.record_fault(f"website/submission/{new}")


def _invoiced_twice(planting: Planting) -> None:
    lead = planting.lead
    invoice = lead.first_row("invoice")
    when = shift_stamp(invoice["Date (UTC)"], 180)
    tagged = planting.variant % 2 == 0
    new = invoice["id"] + "C"
    lead.add(
        "invoice",
        invoice,
        when,
        **{
            "id": new,
            "Number": invoice["Number"] + "-B",
            "Date (UTC)": when,
            "Due Date (UTC)": shift_stamp(when, 1209600),
            "Status": "open",
            "Paid": "false",
            "Amount Paid": "0.00",
            "Amount Remaining": invoice["Total"],
            "opportunity_id (metadata)": invoice["opportunity_id (metadata)"] if tagged else "",
        },
    )
    planting.expect("invoices_sent_once", f"stripe/invoice/{new}")
    planting.record_fault(f"stripe/invoice/{new}")


def _paid_twice(planting: Planting) -> None:
    lead = planting.lead
    payment = lead.first_row("payment")
    when = shift_stamp(payment["Created date (UTC)"], 240)
    new = payment["id"] + "D"
    lead.add(
        "payment",
        payment,
        when,
        **{
            "id": new,
            "Created date (UTC)": when,
            "PaymentIntent ID": payment["PaymentIntent ID"] + "D",
        },
    )
    lead.first_row("customer")["Total Spend"] = f"{float(payment['Amount']) * 2:.2f}"
    planting.expect("payments_taken_once", f"stripe/payment/{new}")
    planting.record_fault(f"stripe/payment/{new}")


def _alerted_twice(planting: Planting) -> None:
    lead = planting.lead
    alert = lead.first_row("alert")
    when = shift_stamp(alert["sent_at"], 20)
    new = alert["alert_id"] + "-2"
    lead.add("alert", alert, when, alert_id=new, sent_at=when)
    planting.expect("alerts_sent_once", f"alerts/alert/{new}")
    planting.record_fault(f"alerts/alert/{new}")


_WON = Override(stage="won")
FAULTS: tuple[FaultType, ...] = (
    FaultType(
        "form_sent_twice",
        "moneybird-php-client #305",
        "the same webhook twice, 24 s apart",
        _sent_twice,
        (Override(to_map=45),),
    ),
    FaultType(
        "invoiced_twice",
        "open-saas #688, lago #239",
        "the same invoice under another id",
        _invoiced_twice,
        (_WON,),
    ),
    FaultType("paid_twice", "open-saas #688", "the same payment taken again", _paid_twice, (_WON,)),
    FaultType("alerted_twice", "n8n #8147", "a webhook subscribed twice", _alerted_twice),
)
