"""The declared stack of the company."""

from __future__ import annotations

COMPANY = """\
company:
  name: Halden Metering
  currency: EUR
owners:
  - {id: wanda, name: Wanda Web, email: wanda@halden-metering.example, team: web, backup: mats}
  - {id: elli, name: Elli Events, email: elli@halden-metering.example, team: events, backup: mats}
  - {id: mats, name: Mats Marketing, email: mats@halden-metering.example, team: marketing}
  - {id: rosa, name: Rosa Revops, email: rosa@halden-metering.example, team: revops, backup: sven}
  - {id: sven, name: Sven Sales, email: sven@halden-metering.example, team: sales}
  - {id: fritz, name: Fritz Finance, email: fritz@halden-metering.example, team: finance}
calendars:
  - id: vienna
    time_zone: Europe/Vienna
    hours:
      mon: "09:00-17:00"
      tue: "09:00-17:00"
      wed: "09:00-17:00"
      thu: "09:00-17:00"
      fri: "09:00-17:00"
    holidays: [2026-08-14, 2026-10-26]
service_levels:
  - {id: site_soon, hop: in_map, within: 15 min, delay: system}
  - {id: list_soon, hop: in_map, within: 4 d, delay: system}
  - {id: crm_soon, hop: in_crm, within: 30 min, delay: system}
  - {id: owner_soon, hop: assigned, within: 4 h, clock: business, calendar: vienna, delay: system}
  - {id: try_soon, from_hop: assigned, hop: first_attempt, within: 8 h, clock: business,
     calendar: vienna, delay: human}
  - {id: talk_soon, from_hop: assigned, hop: first_conversation, within: 21 d, delay: human}
  - {id: invoice_soon, from_hop: won, hop: invoiced, within: 10 d, delay: human}
costs:
  currency: EUR
  hourly_rate: 62
  minutes_per_manual_fix: 6
  value_per_lead: 45
"""

SYSTEMS = """\
systems:
  - id: site
    name: Website forms
    vendor: form
    functions: [capture]
    role: transport
    time_zone: Europe/Vienna
    owner: wanda
    files: ["site/*"]
    exclude:
      - {object: submission, when: {Company: [Halden Metering]}, reason: tests and staff}
  - id: events
    name: Trade fair scanner
    vendor: form
    functions: [capture]
    role: transport
    time_zone: UTC
    owner: elli
    files: ["events/*"]
  - id: pardot
    name: Account Engagement
    vendor: account_engagement
    functions: [score, sync]
    role: transport
    time_zone: Europe/London
    owner: mats
    files: ["pardot/*"]
    integration_users: [Dynamics Connector]
    exclude:
      - {object: prospect, when: {Company: [Halden Metering]}, reason: tests and staff}
    tables:
      - object: prospect_change
        files: ["pardot/prospect_changes.csv"]
        entity: field_changes
        columns: {record_id: Change Id, entity_record_id: Prospect Id, column_name: Field,
          old_value: Old Value, new_value: New Value, changed_at: Changed At,
          changed_by: Changed By}
        constants: {entity_system: pardot, entity_object: prospect}
  - id: crm
    name: Dynamics 365
    vendor: dynamics
    functions: [route, report]
    role: truth
    time_zone: Europe/Vienna
    date_order: dmy
    resolution: 1 min
    owner: rosa
    files: ["crm/*"]
    integration_users: [Pardot Connector, Router Service, Enrichment Sync, Dialler Service]
    touches:
      - {object: activity, when: {Subject: {starts_with: "[Sequence]"}}, is: automated}
      - {object: activity, when: {Activity Type: Email, Direction: Incoming}, is: conversation}
      - {object: activity, when: {Activity Type: Email}, is: attempt}
      - {object: activity, when: {Activity Type: Appointment}, is: conversation}
      - {object: activity, when: {Activity Type: Phone Call, Duration (Seconds): {gt: 0}},
         is: conversation}
      - {object: activity, when: {Activity Type: Phone Call}, is: attempt}
      - {object: activity, when: {Activity Type: Task}, is: none}
    tables:
      - object: user
        files: ["crm/users.csv"]
        entity: owners
        columns: {record_id: User Id, kind: Type, email: Email, full_name: Full Name,
          is_active: Enabled, created_at: Created On, updated_at: Modified On}
      - object: lead
        files: ["crm/leads.csv"]
        entity: people
        columns: {record_id: Lead Id, email: Email, first_name: First Name, last_name: Last Name,
          title: Job Title, phone: Business Phone, company_name: Company Name, city: City,
          country: Country, industry: Industry, employee_count: No. of Employees,
          lead_source: Lead Source, status: Status Reason, owner_record_id: Owner Id,
          is_opted_out: Do Not Bulk Email, is_converted: Qualified, converted_at: Qualified On,
          converted_person_record_id: Contact Id, converted_company_record_id: Account Id,
          converted_opportunity_record_id: Opportunity Id, merged_into_record_id: Merged Into,
          created_by_record_id: Created By Id, created_at: Created On, updated_at: Modified On}
        constants: {owner_system: crm, converted_person_object: contact,
          converted_company_object: account, converted_opportunity_object: opportunity}
      - object: account
        files: ["crm/accounts.csv"]
        entity: companies
        columns: {record_id: Account Id, name: Account Name, website: Website, city: City,
          country: Country, is_customer: Is Customer, parent_record_id: Parent Account Id,
          owner_record_id: Owner Id, created_at: Created On, updated_at: Modified On}
        constants: {owner_system: crm}
      - object: opportunity_line
        files: ["crm/opportunity_lines.csv"]
        entity: records
        columns: {record_id: Line Id}
      - object: lead_owner_history
        files: ["crm/lead_owner_history.csv"]
        entity: assignments
        columns: {record_id: Audit Id, person_record_id: Lead Id, owner_record_id: New Owner Id,
          previous_owner_record_id: Old Owner Id, assigned_at: Changed On,
          assigned_by_record_id: Changed By Id}
        constants: {person_system: crm, person_object: lead, owner_system: crm}
      - object: lead_status_history
        files: ["crm/lead_status_history.csv"]
        entity: stage_changes
        columns: {record_id: Audit Id, entity_record_id: Lead Id, from_value: Old Status,
          to_value: New Status, changed_at: Changed On, changed_by_record_id: Changed By Id}
        constants: {entity_system: crm, entity_object: lead}
      - object: opportunity_phase_history
        files: ["crm/opportunity_phase_history.csv"]
        entity: stage_changes
        columns: {record_id: Audit Id, entity_record_id: Opportunity Id, from_value: Old Phase,
          to_value: New Phase, changed_at: Changed On, changed_by_record_id: Changed By Id}
        constants: {entity_system: crm, entity_object: opportunity}
      - object: audit
        files: ["crm/audit.csv"]
        entity: field_changes
        columns: {record_id: Audit Id, entity_record_id: Record Id, entity_object: Entity,
          column_name: Field, old_value: Old Value, new_value: New Value, changed_at: Changed On,
          changed_by: Changed By, changed_by_record_id: Changed By Id}
        constants: {entity_system: crm}
      - object: activity
        files: ["crm/activities.csv"]
        entity: touches
        columns: {record_id: Activity Id, person_record_id: Regarding Id,
          person_object: Regarding Type, owner_record_id: Owner Id, kind: Activity Type,
          occurred_at: Actual End}
        constants: {person_system: crm, owner_system: crm, actor_type: human}
  - id: router
    name: Lead router
    functions: [route]
    role: transport
    time_zone: UTC
    owner: rosa
    tables:
      - object: decision
        files: ["router/decisions.csv"]
        entity: assignments
        columns: {record_id: Decision, person_record_id: Lead, owner_record_id: To User,
          previous_owner_record_id: From User, assigned_at: Time}
        constants: {person_system: crm, person_object: lead, owner_system: crm}
  - id: dialler
    name: Dialler
    functions: [notify]
    role: transport
    time_zone: UTC
    owner: sven
    touches:
      - {object: call, when: {Talk Seconds: {gt: 0}}, is: conversation}
      - {object: call, when: {Call: {is_present: true}}, is: attempt}
    tables:
      - object: call
        files: ["dialler/calls.csv"]
        entity: touches
        columns: {record_id: Call, person_record_id: Person, person_object: Person Type,
          owner_record_id: Agent, occurred_at: Started}
        constants: {kind: call, person_system: crm, owner_system: crm}
  - id: billing
    name: Chargebee
    vendor: chargebee
    functions: [report]
    role: record
    time_zone: UTC
    owner: fritz
    files: ["billing/*"]
    tables:
      - object: subscription
        files: ["billing/subscriptions.csv"]
        entity: records
        columns: {record_id: id, created_at: activated_at}
  - id: psp
    name: Card processor
    functions: [report]
    role: record
    time_zone: UTC
    owner: fritz
    tables:
      - object: payment
        files: ["psp/payments.csv"]
        entity: payments
        columns: {record_id: Payment, customer_record_id: Customer, invoice_record_id: Invoice,
          status: Status, currency: Currency, amount: Charged,
          settled_amount: Payout, settled_currency: Payout Currency, paid_at: Paid At}
"""

HANDOFFS = """\
handoffs:
  - id: site_to_pardot
    name: Website to Account Engagement
    from: {system: site, object: submission}
    to: {system: pardot, object: prospect}
    hop: in_map
    trigger: form submitted
    owner: wanda
    service_level: site_soon
    match: identity
    only_when: {Topic: {not_in: [Support]}}
    fields: &form
      - {source: First name, target: First Name, kind: text, authority: source}
      - {source: Last name, target: Last Name, kind: text, authority: source}
      - {source: Company, target: Company, kind: text, authority: source}
      - {source: Job title, target: Job Title, kind: text, authority: source}
      - {source: Phone, target: Phone, kind: phone, authority: source}
      - {source: City, target: City, kind: text, authority: source}
      - {source: Country, target: Country, kind: picklist, authority: source,
         values: {Österreich: Austria, Deutschland: Germany, España: Spain}}
      - {source: Company size, target: Employees, kind: number}
"""

HANDOFFS_AFTER_THE_FORMS = """\
  - id: pardot_to_crm
    name: Account Engagement to Dynamics
    from: {system: pardot, object: prospect}
    to: {system: crm, object: lead}
    hop: in_crm
    trigger: prospect created
    owner: mats
    backup: rosa
    service_level: crm_soon
    match: {source: CRM Lead FID, target: Lead Id}
    only_when: {Source: {not_in: [Legacy CRM]}}
    fields:
      - {source: Email, target: Email, kind: email, authority: source}
      - {source: First Name, target: First Name, kind: text, authority: source}
      - {source: Last Name, target: Last Name, kind: text, authority: source}
      - {source: Company, target: Company Name, kind: text, authority: source, corrected_by: people}
      - {source: Job Title, target: Job Title, kind: text, authority: source}
      - {source: Phone, target: Business Phone, kind: phone, authority: source}
      - {source: City, target: City, kind: text, authority: source}
      - {source: Country, target: Country, kind: picklist, authority: source,
         used_for_routing: true}
      - {source: Employees, target: No. of Employees, kind: number, used_for_routing: true}
      - {source: Industry, target: Industry, kind: picklist, used_for_routing: true}
      - {source: Source, target: Lead Source, kind: picklist, used_for_routing: true}
      - {source: Opted Out, target: Do Not Bulk Email, kind: consent, authority: source,
         source_means: opt_out, target_means: opt_out}
  - id: pardot_to_contact
    name: Account Engagement to contacts
    from: {system: pardot, object: prospect}
    to: {system: crm, object: contact}
    owner: mats
    match: {source: CRM Contact FID, target: (Do Not Modify) Contact}
    only_when: {CRM Contact FID: {is_present: true}}
    fields:
      - {source: Email, target: Email, kind: email, authority: source}
      - {source: Phone, target: Business Phone, kind: phone, authority: source}
      - {source: Opted Out, target: Do not allow Bulk Emails, kind: consent, authority: source,
         source_means: opt_out}
  - id: lead_assignment
    name: Router
    from: {system: crm, object: lead}
    to: {system: crm, object: lead}
    hop: assigned
    owner: rosa
    service_level: owner_soon
    only_when: {Lead Source: {not_in: [Legacy CRM]}}
  - id: first_attempt
    name: First try of a rep
    from: {system: crm, object: lead}
    to: {system: crm, object: lead}
    hop: first_attempt
    owner: sven
    service_level: try_soon
    only_when: {Lead Source: {not_in: [Legacy CRM]}}
  - id: first_conversation
    name: First talk with a rep
    from: {system: crm, object: lead}
    to: {system: crm, object: lead}
    hop: first_conversation
    owner: sven
    service_level: talk_soon
    only_when: {Lead Source: {not_in: [Legacy CRM]}}
  - id: deal_to_invoice
    name: Won deal to invoice
    from: {system: crm, object: opportunity}
    to: {system: billing, object: invoice}
    hop: invoiced
    owner: fritz
    service_level: invoice_soon
    match: {source: Deal Number, target: cf_deal_id}
    cardinality: one_to_many
    only_when: {Status: Won, Billing: [Once, Instalments], Actual Revenue: {gt: 0}}
    customer: {source: Account Number, target: customer_id, billed_to: Billing Partner Number}
    fields:
      - {source: Actual Revenue, target: sub_total, kind: money, authority: source, compare: sum}
  - id: subscription_to_invoice
    name: Subscription to monthly invoices
    from: {system: crm, object: opportunity}
    to: {system: billing, object: invoice}
    hop: invoiced
    owner: fritz
    service_level: invoice_soon
    match: {source: Deal Number, target: cf_deal_id}
    cardinality: one_to_many
    only_when: {Status: Won, Billing: Monthly}
    customer: {source: Account Number, target: customer_id, billed_to: Billing Partner Number}
    fields:
      - {source: Monthly Fee, target: sub_total, kind: money, authority: source}
  - id: collective_to_invoice
    name: Several deals on one invoice
    from: {system: crm, object: opportunity}
    to: {system: billing, object: invoice}
    hop: invoiced
    owner: fritz
    service_level: invoice_soon
    match: {source: Invoice Number, target: id}
    cardinality: many_to_one
    only_when: {Status: Won, Billing: Collective}
    customer: {source: Account Number, target: customer_id, billed_to: Billing Partner Number}
    fields:
      - {source: Actual Revenue, target: sub_total, kind: money, authority: source, compare: sum}
  - id: account_to_customer
    name: Customer to finance
    from: {system: crm, object: account}
    to: {system: billing, object: customer}
    owner: fritz
    match: {source: Account Number, target: id}
    only_when: {Is Customer: "true"}
    fields:
      - {source: Account Name, target: company, kind: text, authority: source}
  - id: transfer_to_invoice
    name: Booked payment to invoice
    from: {system: billing, object: transaction}
    to: {system: billing, object: invoice}
    owner: fritz
    match: {source: invoice_id, target: id}
    cardinality: many_to_one
    only_when: {type: payment, status: success}
  - id: card_to_invoice
    name: Card payment to invoice
    from: {system: psp, object: payment}
    to: {system: billing, object: invoice}
    owner: fritz
    match: {source: Invoice, target: id}
    cardinality: many_to_one
    only_when: {Status: paid}
rules:
  - id: won_is_certain
    name: A won deal has a probability of 100
    system: crm
    object: opportunity
    owner: sven
    when: {Status: Won}
    then: {Probability: {gte: 100}}
  - id: changed_after_created
    name: A lead is changed after it was created
    system: crm
    object: lead
    owner: rosa
    compare: {left: Created On, is: lte, right: Modified On}
  - id: net_and_tax
    name: Net and tax are the total
    system: billing
    object: invoice
    owner: fritz
    sum: {plus: [sub_total, tax], equals: total, tolerance: 0.01}
sums:
  - id: lines_make_the_deal
    name: The lines of a won deal add up to it
    owner: sven
    tolerance: 0.01
    left: {system: crm, object: opportunity_line, key: Deal Number, amount: Net Amount}
    right: {system: crm, object: opportunity, key: Deal Number, amount: Actual Revenue,
            when: {Status: Won}}
"""

LIFECYCLE = """\
lifecycle:
  stages:
    - {id: new, name: New lead, order: 1, meaning: open}
    - {id: working, name: Working, order: 2, meaning: open}
    - {id: qualified, name: Qualified, order: 3, meaning: open}
    - {id: qualify, name: Deal qualified, order: 4, meaning: open}
    - {id: develop, name: Deal developed, order: 5, meaning: open}
    - {id: propose, name: Deal proposed, order: 6, meaning: open}
    - {id: won, name: Won, order: 7, meaning: won}
    - {id: lost, name: Lost or disqualified, order: 90, meaning: lost}
    - {id: recycled, name: Back to marketing, order: 91, meaning: recycled}
  values:
    - system: crm
      object: lead
      field: Status Reason
      map: {New: new, Working: working, Qualified: qualified, Disqualified: lost,
        Recycled: recycled}
    - system: crm
      object: lead
      field: Marketing Stage
      map: {MQL: new, Nurture: recycled}
    - system: crm
      object: opportunity
      field: Pipeline Phase
      map: {Qualify: qualify, Develop: develop, Propose: propose, Close Won: won,
        Close Lost: lost}
"""

ROUTING = """\
routing:
  - id: inbound
    system: crm
    object: lead
    handoff: lead_assignment
    queue_max_age: 8 h
    when_blank: next_rule
    customer_leads: account_owner
    pools:
      - {id: public_desk, kind: queue, members: [Public Sector Desk]}
      - {id: public, members: [Ada Prohaska, Bruno Kainz]}
      - {id: enterprise, members: [Clara Wessely, Doris Lackner, Egon Pichler]}
      - {id: dach, members: [Flora Steindl, Georg Haslinger, Hanna Mitterer]}
      - {id: austria, members: [Flora Steindl, Ilse Gruber]}
      - {id: germany, members: [Georg Haslinger, Hanna Mitterer, Jonas Riedl]}
      - id: west
        members:
          - Karla Egger
          - {member: Leo Moser, until: 2026-08-09}
          - {member: Leo Moser, from: 2026-09-07}
          - Mira Fuchs
          - {member: Paula Winkler, until: 2026-08-03}
      - {id: rest, members: [Nora Brunner, Oskar Lang]}
    rules:
      - id: legacy
        order: 5
        when: {Lead Source: Legacy CRM}
        assign: {owner: Oskar Lang}
      - id: public
        order: 10
        when: {Industry: Public sector}
        assign: {pool: public}
      - id: enterprise
        order: 20
        when: {No. of Employees: {gte: 1000}}
        assign: {pool: enterprise}
      - id: dach
        order: 30
        until: 2026-09-13
        when: {Country: [Austria, Germany]}
        assign: {pool: dach}
      - id: austria
        order: 31
        from: 2026-09-14
        when: {Country: Austria}
        assign: {pool: austria}
      - id: germany
        order: 32
        from: 2026-09-14
        when: {Country: Germany}
        assign: {pool: germany}
      - id: west
        order: 40
        when: {Country: [United Kingdom, France, Netherlands, Spain, Italy]}
        assign: {pool: west}
      - id: rest
        order: 90
        when: {Lead Id: {is_present: true}}
        assign: {pool: rest}
"""


def handoffs() -> str:
    """The handoffs; the two of the forms have the same fields, and one of them the consent."""
    fields = HANDOFFS.split("    fields: &form\n")[1]
    site = HANDOFFS.replace(" &form", "")
    consent = "      - {source: Consent, target: Opted Out, kind: consent, authority: source,\n"
    consent += "         source_means: opt_in, target_means: opt_out}\n"
    event = """\
  - id: events_to_pardot
    name: Trade fair list to Account Engagement
    from: {system: events, object: submission}
    to: {system: pardot, object: prospect}
    hop: in_map
    trigger: list imported
    owner: elli
    service_level: list_soon
    match: identity
    fields:
"""
    return site + consent + event + fields + HANDOFFS_AFTER_THE_FORMS


STACK = {
    "company.yml": COMPANY,
    "systems.yml": SYSTEMS,
    "handoffs.yml": handoffs(),
    "lifecycle.yml": LIFECYCLE,
    "routing.yml": ROUTING,
}
