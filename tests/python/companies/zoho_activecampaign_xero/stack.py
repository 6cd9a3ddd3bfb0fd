"""The declared stack of the company."""

from __future__ import annotations

COMPANY = """\
company:
  name: Pellworth Software
  currency: USD
  as_of: 2026-05-26T15:30:00Z
owners:
  - {id: will, name: Will Web, email: will@pellworth.example, team: web, backup: mona}
  - {id: ella, name: Ella Events, email: ella@pellworth.example, team: events}
  - {id: mona, name: Mona Marketing, email: mona@pellworth.example, team: marketing}
  - {id: rhea, name: Rhea Revops, email: rhea@pellworth.example, team: revops, backup: sal}
  - {id: sal, name: Sal Sales, email: sal@pellworth.example, team: sales}
  - {id: fay, name: Fay Finance, email: fay@pellworth.example, team: finance}
calendars:
  - id: chicago
    time_zone: America/Chicago
    hours:
      mon: "09:00-18:00"
      tue: "09:00-18:00"
      wed: "09:00-18:00"
      thu: "09:00-18:00"
      fri: "09:00-18:00"
    holidays: [2026-01-01, 2026-01-19, 2026-02-16, 2026-05-25]
service_levels:
  - {id: web_soon, hop: in_map, within: 10 min, delay: system}
  - {id: webinar_soon, hop: in_map, within: 4 d, delay: system}
  - {id: crm_soon, hop: in_crm, within: 20 min, delay: system}
  - {id: owner_soon, hop: assigned, within: 1 h, delay: system}
  - {id: try_soon, from_hop: assigned, hop: first_attempt, within: 6 h, clock: business,
     calendar: chicago, delay: human}
  - {id: talk_soon, from_hop: assigned, hop: first_conversation, within: 30 d, delay: human}
  - {id: invoice_soon, from_hop: won, hop: invoiced, within: 9 d, delay: human}
"""

SYSTEMS = """\
systems:
  - id: web
    name: Website questionnaire
    vendor: form
    functions: [capture]
    role: transport
    time_zone: UTC
    owner: will
    files: ["web/*"]
    exclude:
      - {object: submission, when: {Company: Pellworth Software}, reason: tests and staff}
  - id: webinar
    name: Webinar tool
    functions: [capture]
    role: transport
    time_zone: UTC
    owner: ella
    tables:
      - object: attendee
        files: ["webinar/attendees.csv"]
        entity: submissions
        columns: {record_id: Attendee, submitted_at: Joined At, email: Email,
          first_name: First name, last_name: Last name, company_name: Company,
          phone: Phone number, country: Country, form_name: Webinar}
  - id: mailer
    name: ActiveCampaign
    vendor: activecampaign
    functions: [score, sync]
    role: transport
    time_zone: America/Chicago
    date_order: mdy
    resolution: 1 min
    owner: mona
    files: ["mailer/*"]
    integration_users: [Zoho Bridge]
    exclude:
      - {object: contact, when: {Organization: Pellworth Software}, reason: tests and staff}
    tables:
      - object: change
        files: ["mailer/changes.csv"]
        entity: field_changes
        columns: {record_id: Change, entity_record_id: Contact ID, column_name: Field,
          old_value: Before, new_value: After, changed_at: When, changed_by: By}
        constants: {entity_system: mailer, entity_object: contact}
  - id: zoho
    name: Zoho CRM
    vendor: zoho
    functions: [route, report]
    role: truth
    time_zone: America/Chicago
    owner: rhea
    files: ["zoho/*"]
    integration_users: [mailer.sync@pellworth.example, assignment.rules@pellworth.example,
      data.filler@pellworth.example, phone.bridge@pellworth.example]
    touches:
      - {object: mail, when: {Sent Through: Cadence}, is: automated}
      - {object: mail, when: {Type: Incoming}, is: conversation}
      - {object: mail, when: {Type: Outgoing}, is: attempt}
      - {object: call, when: {Call Duration (sec): {gt: 0}}, is: conversation}
      - {object: call, when: {Call Id: {is_present: true}}, is: attempt}
      - {object: event, when: {Held: "Yes"}, is: conversation}
    tables:
      - object: owner_change
        files: ["zoho/owner_changes.csv"]
        entity: assignments
        columns: {record_id: Change Id, person_record_id: Lead Id, owner_record_id: To User,
          previous_owner_record_id: From User, assigned_at: Changed Time,
          assigned_by_record_id: Done By}
        constants: {person_system: zoho, person_object: lead, owner_system: zoho}
      - object: audit_log
        files: ["zoho/audit_log.csv"]
        entity: field_changes
        columns: {record_id: Entry, entity_record_id: Entity Id, entity_object: Module,
          column_name: Field, old_value: Old, new_value: New, changed_at: Audited Time,
          changed_by: Done By, changed_by_record_id: Done By Id}
        constants: {entity_system: zoho}
      - object: deal_line
        files: ["zoho/Deal_Lines_001.csv"]
        entity: records
        columns: {record_id: Line Id}
      - object: call
        files: ["zoho/calls.csv"]
        entity: touches
        columns: {record_id: Call Id, person_record_id: Who Id, person_object: Module,
          owner_record_id: Owner Id, occurred_at: Call Start Time}
        constants: {kind: call, person_system: zoho, owner_system: zoho}
      - object: mail
        files: ["zoho/emails.csv"]
        entity: touches
        columns: {record_id: Mail Id, person_record_id: Who Id, person_object: Module,
          owner_record_id: Owner Id, occurred_at: Sent}
        constants: {kind: email, person_system: zoho, owner_system: zoho}
      - object: event
        files: ["zoho/events.csv"]
        entity: touches
        columns: {record_id: Event Id, person_record_id: Who Id, person_object: Module,
          owner_record_id: Owner Id, occurred_at: Start}
        constants: {kind: meeting, person_system: zoho, owner_system: zoho}
  - id: xero
    name: Xero
    vendor: xero
    functions: [report]
    role: record
    time_zone: America/Chicago
    date_order: dmy
    owner: fay
    files: ["xero/*"]
    exclude:
      - {object: invoice, when: {Reference: TEST}, reason: tests}
  - id: bank
    name: Bank statement
    functions: [report]
    role: record
    time_zone: UTC
    owner: fay
    tables:
      - object: receipt
        files: ["bank/receipts.csv"]
        entity: payments
        columns: {record_id: Receipt, customer_record_id: Payer, invoice_record_id: Invoice,
          status: Status, currency: Currency, amount: Amount, paid_at: Booked}
  - id: debits
    name: Direct debits
    functions: [report]
    role: record
    time_zone: UTC
    owner: fay
    tables:
      - object: payment
        files: ["debits/payments.csv"]
        entity: payments
        columns: {record_id: Payment, customer_record_id: Customer,
          invoice_record_id: Invoice Number, status: Status, currency: Currency, amount: Amount,
          settled_amount: Paid Out, settled_currency: Paid Out Currency, paid_at: Charged At}
"""

FIELDS = """\
      - {source: First name, target: First Name, kind: text, authority: source}
      - {source: Last name, target: Last Name, kind: text, authority: source}
      - {source: Company, target: Organization, kind: text, authority: source}
      - {source: Job title, target: Job Title, kind: text, authority: source}
      - {source: Phone number, target: Phone, kind: phone, authority: source}
      - {source: City, target: City, kind: text, authority: source}
      - {source: Country, target: Country, kind: picklist, authority: source}
      - {source: Company size, target: Company Size, kind: number}
"""

HANDOFFS = (
    """\
handoffs:
  - id: web_to_mailer
    name: Questionnaire to ActiveCampaign
    from: {system: web, object: submission}
    to: {system: mailer, object: contact}
    hop: in_map
    owner: will
    service_level: web_soon
    match: identity
    only_when: {"What is it about?": {not_in: [Support]}}
    fields:
      - {source: Keep me posted by e-mail, target: Status, kind: consent, authority: source,
         source_means: opt_in}
"""
    + FIELDS
    + """\
  - id: webinar_to_mailer
    name: Webinar list to ActiveCampaign
    from: {system: webinar, object: attendee}
    to: {system: mailer, object: contact}
    hop: in_map
    owner: ella
    service_level: webinar_soon
    match: identity
    fields:
"""
    + FIELDS
    + """\
  - id: mailer_to_zoho
    name: ActiveCampaign to Zoho
    from: {system: mailer, object: contact}
    to: {system: zoho, object: lead}
    hop: in_crm
    owner: mona
    backup: rhea
    service_level: crm_soon
    match: identity
    only_when: {Source: {not_in: [Old CRM]}}
    fields:
      - {source: Email, target: Email, kind: email, authority: source}
      - {source: First Name, target: First Name, kind: text, authority: source}
      - {source: Last Name, target: Last Name, kind: text, authority: source}
      - {source: Organization, target: Company, kind: text, authority: source}
      - {source: Job Title, target: Title, kind: text, authority: source}
      - {source: Phone, target: Phone, kind: phone, authority: source}
      - {source: City, target: City, kind: text, authority: source}
      - {source: Country, target: Country, kind: picklist, authority: source,
         used_for_routing: true}
      - {source: Company Size, target: No of Employees, kind: number, used_for_routing: true}
      - {source: Source, target: Lead Source, kind: picklist, used_for_routing: true}
      - {source: Status, target: Email Opt Out, kind: consent, authority: source,
         target_means: opt_out}
  - id: lead_assignment
    name: Assignment rules
    from: {system: zoho, object: lead}
    to: {system: zoho, object: lead}
    hop: assigned
    owner: rhea
    service_level: owner_soon
    only_when: {Lead Source: {not_in: [Old CRM]}}
  - id: first_attempt
    name: First try of a rep
    from: {system: zoho, object: lead}
    to: {system: zoho, object: lead}
    hop: first_attempt
    owner: sal
    service_level: try_soon
    only_when: {Lead Source: {not_in: [Old CRM]}}
  - id: first_conversation
    name: First talk with a rep
    from: {system: zoho, object: lead}
    to: {system: zoho, object: lead}
    hop: first_conversation
    owner: sal
    service_level: talk_soon
    only_when: {Lead Source: {not_in: [Old CRM]}}
  - id: deal_to_invoice
    name: Won deal to invoice
    from: {system: zoho, object: deal}
    to: {system: xero, object: invoice}
    hop: invoiced
    owner: fay
    service_level: invoice_soon
    match: {source: Deal Number, target: Reference}
    cardinality: one_to_many
    only_when: {Stage: Closed Won, Billing: [Once, Instalments], Amount: {gt: 0}}
    customer: {source: Account Name, target: ContactName, billed_to: Reseller}
    fields:
      - {source: Amount, target: Total, kind: money, authority: source, compare: sum}
  - id: subscription_to_invoice
    name: Subscription to monthly invoices
    from: {system: zoho, object: deal}
    to: {system: xero, object: invoice}
    hop: invoiced
    owner: fay
    service_level: invoice_soon
    match: {source: Deal Number, target: Reference}
    cardinality: one_to_many
    only_when: {Stage: Closed Won, Billing: Monthly}
    customer: {source: Account Name, target: ContactName, billed_to: Reseller}
    fields:
      - {source: Monthly Fee, target: Total, kind: money, authority: source}
  - id: collective_to_invoice
    name: Several deals on one invoice
    from: {system: zoho, object: deal}
    to: {system: xero, object: invoice}
    hop: invoiced
    owner: fay
    service_level: invoice_soon
    match: {source: Invoice Number, target: InvoiceNumber}
    cardinality: many_to_one
    only_when: {Stage: Closed Won, Billing: Collective}
    customer: {source: Account Name, target: ContactName, billed_to: Reseller}
    fields:
      - {source: Amount, target: Total, kind: money, authority: source, compare: sum}
  - id: receipt_to_invoice
    name: Bank receipt to invoice
    from: {system: bank, object: receipt}
    to: {system: xero, object: invoice}
    owner: fay
    match: {source: Invoice, target: InvoiceNumber}
    cardinality: many_to_one
    only_when: {Status: paid}
  - id: debit_to_invoice
    name: Direct debit to invoice
    from: {system: debits, object: payment}
    to: {system: xero, object: invoice}
    owner: fay
    match: {source: Invoice Number, target: InvoiceNumber}
    cardinality: many_to_one
    only_when: {Status: paid_out}
rules:
  - id: won_is_certain
    name: A won deal has a probability of 100
    system: zoho
    object: deal
    owner: sal
    when: {Stage: Closed Won}
    then: {Probability (%): {gte: 100}}
  - id: changed_after_created
    name: A lead is changed after it was created
    system: zoho
    object: lead
    owner: rhea
    compare: {left: Created Time, is: lte, right: Modified Time}
  - id: paid_and_due
    name: What is paid and what is due are the total of an open invoice
    system: xero
    object: invoice
    owner: fay
    when: {Status: Awaiting Payment}
    sum: {plus: [InvoiceAmountPaid, InvoiceAmountDue], equals: Total, tolerance: 0.01}
sums:
  - id: lines_make_the_deal
    name: The lines of a won deal add up to it
    owner: sal
    tolerance: 0.01
    left: {system: zoho, object: deal_line, key: Deal Number, amount: Net Total}
    right: {system: zoho, object: deal, key: Deal Number, amount: Amount,
            when: {Stage: Closed Won}}
"""
)

LIFECYCLE = """\
lifecycle:
  stages:
    - {id: new, name: New lead, order: 1, meaning: open}
    - {id: working, name: Contacted, order: 2, meaning: open}
    - {id: qualified, name: Qualified, order: 3, meaning: open}
    - {id: deal, name: Deal opened, order: 4, meaning: open}
    - {id: analysed, name: Needs analysed, order: 5, meaning: open}
    - {id: proposed, name: Proposed, order: 6, meaning: open}
    - {id: won, name: Won, order: 7, meaning: won}
    - {id: lost, name: Lost or junk, order: 90, meaning: lost}
    - {id: recycled, name: Back to marketing, order: 91, meaning: recycled}
  values:
    - system: zoho
      object: lead
      field: Lead Status
      map: {Not Contacted: new, Contacted: working, Pre-Qualified: qualified, Junk Lead: lost,
        Contact in Future: recycled}
    - system: zoho
      object: lead
      field: Rating
      map: {MQL: new, Nurture: recycled}
    - system: zoho
      object: deal
      field: Stage
      map: {Qualification: deal, Needs Analysis: analysed, Proposal: proposed, Closed Won: won,
        Closed Lost: lost}
"""

ROUTING = """\
routing:
  - id: inbound
    system: zoho
    object: lead
    handoff: lead_assignment
    when_blank: next_rule
    pools:
      - {id: large, members: [abby.stone@pellworth.example, brent.cole@pellworth.example]}
      - id: america
        members:
          - chloe.marsh@pellworth.example
          - {member: derek.boyd@pellworth.example, until: 2026-02-01}
          - {member: derek.boyd@pellworth.example, from: 2026-03-02}
          - elsa.frost@pellworth.example
          - {member: kurt.vale@pellworth.example, until: 2026-02-09}
      - {id: north, members: [frank.nash@pellworth.example, gina.lowe@pellworth.example]}
      - {id: britain, members: [gina.lowe@pellworth.example, hank.dale@pellworth.example]}
      - id: others
        members:
          - irma.reed@pellworth.example
          - jack.thorn@pellworth.example
          - hank.dale@pellworth.example
    rules:
      - id: legacy
        order: 5
        when: {Lead Source: Old CRM}
        assign: {owner: jack.thorn@pellworth.example}
      - id: large
        order: 10
        when: {No of Employees: {gte: 900}}
        assign: {pool: large}
      - id: america
        order: 20
        when: {Country: [United States, Canada]}
        assign: {pool: america}
      - id: britain
        order: 25
        from: 2026-03-16
        when: {Country: United Kingdom}
        assign: {pool: britain}
      - id: north
        order: 30
        when: {Country: [United Kingdom, Norway, Netherlands]}
        assign: {pool: north}
      - id: others
        order: 90
        when: {Record Id: {is_present: true}}
        assign: {pool: others}
"""

STACK = {
    "company.yml": COMPANY,
    "systems.yml": SYSTEMS,
    "handoffs.yml": HANDOFFS,
    "lifecycle.yml": LIFECYCLE,
    "routing.yml": ROUTING,
}
