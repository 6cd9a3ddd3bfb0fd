"""Exports of the website forms, Marketo, the enrichment vendor and the alert log."""

from __future__ import annotations

from demo.exports.table import Table

_FORM = {
    "First name": "first_name",
    "Last name": "last_name",
    "Email": "email",
    "Phone": "phone",
    "Company": "name",
    "Company size": "employees",
    "Industry": "industry",
    "Country": "country",
    "Product interest": "product",
    "UTM campaign": "campaign",
    "Opted out": "case when opted_out then 'Yes' else 'No' end",
}
TYPEFORM = Table(
    "typeform",
    "website/typeform-demo-request.csv",
    "plan where form = 'typeform'",
    "captured",
    {
        "#": "submission_id",
        # An apostrophe keeps spreadsheets from reading a phone with a plus as a formula.
        **_FORM,
        "Phone": "chr(39) || phone",
        "Product interest": "replace(product, ';', ', ')",
        "Response Type": "'completed'",
        "Start Date (UTC)": "ts(captured - 30 - rnd(i, 60) % 200)",
        "Stage Date (UTC)": "''",
        "Submit Date (UTC)": "ts(captured)",
        "Network ID": "substr(md5('net' || i), 1, 10)",
        "Tags": "''",
    },
)
GRAVITY = Table(
    "gravity",
    "website/gravity-contact-sales.csv",
    "plan where form = 'gravity'",
    "captured",
    {
        **_FORM,
        "Created By (User Id)": "''",
        "Entry Id": "submission_id",
        "Entry Date": "ts(captured)",
        "Source Url": "'https://northbeam.example/contact-sales?utm_campaign=' || campaign",
        "Transaction Id": "''",
        "Payment Amount": "''",
        "Payment Date": "''",
        "Payment Status": "''",
        "Post Id": "''",
        "User Agent": "'Mozilla/5.0 (X11; Linux x86_64)'",
        "User IP": "'192.0.2.' || cast(i % 250 + 1 as varchar)",
    },
    quoted=True,
)
NEWSLETTER = Table(
    "newsletter",
    "website/newsletter.csv",
    "plan where form = 'newsletter'",
    "captured",
    {
        "submission_id": "submission_id",
        "submitted_at": "iso(captured)",
        "Email": "email",
        "First name": "first_name",
        "Last name": "last_name",
        "Country": "country",
        "Opted out": _FORM["Opted out"],
    },
)

# A newsletter subscriber gives only a few values; the rest stays empty.
_FULL = {
    "company": "name",
    "phone": "phone",
    "state": "state",
    "postalCode": "postal_code",
    "numberOfEmployees": "employees",
    "industry": "industry",
    "title": "title",
    "utmCampaign": "campaign",
    "productInterest": "product",
    "eventDate": "date_only(event_at)",
}
_UNSUBSCRIBED_AT = "(in_map + 864000)"
_LEFT_OFF = (
    "case stage when 5 then closed + 60 when 4 then opportunity + 60 when 3 then booked + 60 "
    "when 2 then case when given_up is null then touched + 60 else touched + 432060 end "
    "else in_map + 30 end"
)
MARKETO_LEAD = Table(
    "marketo_lead",
    "marketo/leads-bulk.csv",
    "plan",
    "in_map",
    {
        "id": "marketo_id",
        "email": "email",
        "firstName": "first_name",
        "lastName": "last_name",
        **{
            header: f"case when form <> 'newsletter' then cast({cell} as varchar) end"
            for header, cell in list(_FULL.items())[:2]
        },
        "country": "country",
        **{
            header: f"case when form <> 'newsletter' then cast({cell} as varchar) end"
            for header, cell in list(_FULL.items())[2:7]
        },
        "leadSource": "lead_source",
        **{
            header: f"case when form <> 'newsletter' then cast({cell} as varchar) end"
            for header, cell in list(_FULL.items())[7:]
        },
        "unsubscribed": "as_word(opted_out or (unsubscribes_later and stage <= 2))",
        "leadScore": "score",
        "leadStatus": "case stage when 0 then 'Subscriber' when 1 then 'Engaged' when 2 then "
        "case given_up when 'Recycled' then 'Recycled' when 'Unqualified' then 'Disqualified' "
        "else 'SAL' end when 3 then 'SQL' when 4 then 'Opportunity' else "
        "case when is_lost then 'Recycled' else 'Customer' end end",
        "externalId": "external_id",
        "sfdcType": "case when is_converted then 'Contact' when is_due then 'Lead' end",
        "sfdcLeadId": "case when is_due then sf('Lead', '0', lead_tail) end",
        "sfdcContactId": "case when is_converted then sf('Contact', '0', lead_tail) end",
        "createdAt": "iso(in_map)",
        "updatedAt": f"iso(greatest({_LEFT_OFF}, case when unsubscribes_later and stage <= 2 "
        f"then {_UNSUBSCRIBED_AT} else 0 end))",
    },
    null="null",
    monthly=True,
)


def _status(number: int, when: str, condition: str, old: str, new: str) -> str:
    return (
        f"select i, is_planted, marketo_id, {number} as n, {when} as happened, 13 as type, "
        f"'leadStatus' as attribute, {old} as old_value, {new} as new_value "
        f"from plan where {condition}"
    )


_MOVES = " union all ".join(
    (
        "select i, is_planted, marketo_id, 0 as n, in_map as happened, 12 as type, "
        "email as attribute, null as old_value, null as new_value from plan",
        "select i, is_planted, marketo_id, 1, in_map + 120, 6, 'Welcome 2026', null, null "
        "from plan where not opted_out",
        _status(2, "in_map + 10", "stage >= 2", "'Engaged'", "'MQL'"),
        _status(3, "touched + 60", "stage >= 2", "'MQL'", "'SAL'"),
        _status(
            4,
            "touched + 432060",
            "given_up is not null",
            "'SAL'",
            "case given_up when 'Recycled' then 'Recycled' else 'Disqualified' end",
        ),
        _status(5, "booked + 60", "stage >= 3", "'SAL'", "'SQL'"),
        _status(6, "opportunity + 60", "stage >= 4", "'SQL'", "'Opportunity'"),
        _status(
            7,
            "closed + 60",
            "stage = 5",
            "'Opportunity'",
            "case when is_lost then 'Recycled' else 'Customer' end",
        ),
        f"select i, is_planted, marketo_id, 8, {_UNSUBSCRIBED_AT}, 13, 'unsubscribed', "
        "'false', 'true' from plan where unsubscribes_later and stage <= 2",
    )
)
MARKETO_ACTIVITY = Table(
    "marketo_activity",
    "marketo/activities-bulk.csv",
    f"({_MOVES})",
    "happened",
    {
        "marketoGUID": "7000000 + i * 16 + n",
        "leadId": "marketo_id",
        "activityDate": "iso(happened)",
        "activityTypeId": "type",
        "campaignId": "case when type = 6 then 2101 end",
        "primaryAttributeValueId": "case type when 12 then marketo_id when 6 then 310 end",
        "primaryAttributeValue": "attribute",
        "attributes": """case type
            when 12 then '{"Created Date":"' || date_only(happened)
                || '","Source Type":"Web form fill"}'
            when 6 then '{"Campaign Run ID":17,"Choice Number":0,"Step ID":4}'
            else '{"New Value":"' || new_value || '","Old Value":"' || old_value
                || '","Reason":"Smart campaign: lifecycle","Source":"Web service API"}' end""",
    },
    null="null",
    monthly=True,
)
ENRICHED = Table(
    "enriched",
    "enrichment/enriched_leads.csv",
    "plan where is_due",
    "enriched",
    {
        "enrichment_id": "'enr-' || cast(i as varchar)",
        "crm_lead_id": "sf('Lead', '0', lead_tail)",
        "lookup_email": "email",
        "matched_company": "name",
        "matched_industry": "industry",
        "matched_employees": "employees",
        "matched_country": "country",
        "matched_ticker": "ticker",
        "matched_sic": "sic",
        "enriched_at": "iso(enriched)",
    },
)
ALERT = Table(
    "alert",
    "alerts/alert_log.csv",
    "plan where is_due",
    "alerted",
    {
        "alert_id": "'al-' || cast(i as varchar)",
        "lead_id": "sf('Lead', '0', lead_tail)",
        "sent_to": "owner_id",
        "sent_at": "iso(alerted)",
    },
)
TABLES = (TYPEFORM, GRAVITY, NEWSLETTER, MARKETO_LEAD, MARKETO_ACTIVITY, ENRICHED, ALERT)
