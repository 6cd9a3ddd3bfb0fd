"""One example per block of the stack; together they form a valid stack, which a test loads."""

from __future__ import annotations

EXAMPLES: dict[str, str] = {
    "company": """\
company:
  name: Acme
  currency: EUR
  as_of: 2026-06-30T18:00:00Z
""",
    "systems": """\
systems:
  - id: forms
    name: Website forms
    vendor: form
    functions: [capture]
    role: transport
    owner: ada
    files: ["forms/*"]
  - id: crm
    name: Salesforce
    vendor: salesforce
    functions: [route, report]
    role: truth
    time_zone: Europe/Berlin
    date_order: dmy
    resolution: 1 min
    owner: grace
    files: ["salesforce/*"]
    touches:
      - {object: task, when: {Subject: {starts_with: "[Sequence]"}}, is: automated}
    exclude:
      - object: lead
        when: {LastName: {starts_with: Test}}
        reason: test
    integration_users: [sync@acme.example]
  - id: billing
    name: Stripe
    vendor: stripe
    functions: [report]
    role: record
    files: ["stripe/*"]
  - id: dialler
    name: Phone system
    functions: [notify]
    role: transport
    tables:
      - object: call
        files: ["calls/*.csv"]
        entity: touches
        columns: {record_id: call_id, person_record_id: lead_id, occurred_at: started}
        constants: {kind: call, actor_type: human, person_system: crm, person_object: lead}
        encoding: cp1250
      - object: note
        unconfirmed: true  # a guess of `handoff init`
        files: ["notes/*.csv"]
        entity: records
        header: none
        names: [Note, Author, Written, Text]
        columns: {record_id: Note, created_at: Written}
      - object: voicemail  # has no id column
        files: ["voicemails/*.csv"]
        entity: touches
        columns: {record_id: [Received, Caller], person_record_id: lead_id, created_at: Received}
        constants: {kind: call, actor_type: human, person_system: crm, person_object: lead}
""",
    "owners": """\
owners:
  - {id: ada, name: Ada Byron, email: ada@acme.example, team: web, backup: grace}
  - {id: grace, name: Grace Hopper, email: grace@acme.example, team: revops}
""",
    "calendars": """\
calendars:
  - id: office
    time_zone: Europe/Berlin
    hours: {mon: "09:00-17:30", tue: "09:00-17:30", fri: "09:00-15:00"}
    holidays: [2026-12-25, 2026-12-26]
""",
    "service_levels": """\
service_levels:
  - {id: lead_in_crm, hop: in_crm, within: 5 min, delay: system}
  - {id: assigned_soon, hop: assigned, within: 10 min, delay: system}
  - {id: speed_to_lead, hop: first_attempt, within: 4 h, clock: business, calendar: office,
     delay: human}
  - {id: form_to_touch, from_hop: captured, hop: first_attempt, within: 1 d, delay: human}
""",
    "handoffs": """\
handoffs:
  - id: form_to_crm
    name: Form to Salesforce
    from: {system: forms, object: submission}
    to: {system: crm, object: lead}
    hop: in_crm
    trigger: {kind: webhook, event: {forms.submission: created}}
    owner: ada
    backup: grace
    service_level: lead_in_crm
    failure_path:
      goes_to: dead_letter
      notices: ada
      mends: ada
      rolls_back: grace
      within: 4 h
      calendar: office
      retries: [1 min, 5 min, 30 min]
    idempotency_key: Entry Id
    expected: {per_day: 40}
    load: {every: 2 min, processing: 30 s, records_per_day: 400, pull: changes, per_call: 1}
    match: identity
    only_when: {Country: {not_in: [Antarctica]}}
    fields:
      - {source: Email, target: Email, kind: email, authority: source}
      - {source: Country, target: Country, kind: picklist, used_for_routing: true,
         values: {UK: United Kingdom}}
      - {source: Budget, target: Budget__c, kind: money, optional: true}
      - {source: Company, target: Company, kind: text, max_length: 80, default: Unknown}
  - id: won_to_invoice
    name: Won deal to invoice
    from: {system: crm, object: opportunity}
    to: {system: billing, object: invoice}
    hop: invoiced
    trigger:
      kind: polling
      event: {crm.opportunity.StageName: Closed Won}
      interval: 15 min
      overlap: 30 min
      clock: SystemModstamp
    owner: grace
    match: {source: Id, target: opportunity_id (metadata)}
    cardinality: one_to_many
    customer: {source: Account_Name__c, target: customer_name, billed_to: Partner__c}
    only_when: {StageName: Closed Won}
    fields:
      - {source: Amount, target: subtotal, kind: money, compare: sum}
  - id: payment_to_invoice
    name: Payments of invoices
    from: {system: billing, object: payment}
    to: {system: billing, object: invoice}
    match: {source: Invoice ID, target: id}
  - id: payment_to_crm
    name: Payments to Salesforce
    target: true  # wanted: nothing hands it over yet
    from: {system: billing, object: payment}
    to: {system: crm, object: opportunity}
    owner: grace
  - id: lead_routing
    name: Owner of a lead
    from: {system: crm, object: lead}
    to: {system: crm, object: lead}
    hop: assigned
    owner: grace
    approval: {by: grace, written_in: Sales handbook}
""",
    "tokens": """\
tokens:
  - id: forms_to_salesforce
    system: crm
    used_by: [form_to_crm]
    scopes: [leads.write]
    needed_scopes: [leads.write]
    role: Integration user
    kept_in: vault
    owner: ada
    expires: 2027-03-31
""",
    "lifecycle": """\
lifecycle:
  stages:
    - {id: lead, name: Lead, order: 1, meaning: open}
    - {id: mql, name: Marketing qualified lead, order: 2, meaning: open}
    - {id: customer, name: Customer, order: 3, meaning: won}
    - {id: lost, name: Disqualified, order: 9, meaning: lost}
  values:
    - system: crm
      object: lead
      field: Status
      map: {New: lead, MQL: mql, Converted: customer, Unqualified: lost}
""",
    "routing": """\
routing:
  - id: inbound
    system: crm
    object: lead
    queue_max_age: 1 d
    pools:
      - id: enterprise
        kind: round_robin
        members:
          - lin@acme.example
          - {member: noor@acme.example, until: 2026-07-31}  # away in August
          - {member: noor@acme.example, from: 2026-09-01}
      - {id: inbox, kind: queue, members: [Inbound Queue]}
    rules:
      - id: large
        order: 10
        when: {Country: [Germany, Austria], NumberOfEmployees: {gte: 1000, lt: 50000}}
        assign: {pool: enterprise}
      - id: partners
        order: 20
        when: {LeadSource: Partner, Company: {is_present: true}}
        assign: {owner: kim@acme.example}
      - id: everyone_else
        order: 90
        when: {Id: {is_present: true}}
        assign: {pool: inbox}
""",
    "rules": """\
rules:
  - id: won_is_certain
    name: A won deal has a probability of 100
    system: crm
    object: opportunity
    owner: ada
    when: {StageName: Closed Won}
    then: {Probability: 100}
  - id: created_before_changed
    name: A deal is not changed before it was created
    system: crm
    object: opportunity
    compare: {left: CreatedDate, is: lte, right: LastModifiedDate}
  - id: net_and_tax
    name: Net, tax and discount give the total
    system: billing
    object: invoice
    sum: {plus: [subtotal, tax], minus: [discount], equals: total, tolerance: 0.01}
""",
    "sums": """\
sums:
  - id: subscriptions_billed
    name: The invoices of a subscription are its deals
    owner: ada
    tolerance: 0.01
    left: {system: crm, object: opportunity, key: Contract__c, amount: Amount,
           when: {StageName: Closed Won}}
    right: {system: billing, object: invoice, key: subscription, amount: subtotal}
""",
    "limits": """\
limits:
  - {system: crm, edition: enterprise, licences: 40}
  - {system: billing, object: invoice, calls: 25, per: 1 s, calls_per_day: 10000,
     records_per_call: 1, page_size: 100, change_tracking: true,
     source: contract with the vendor, as_of: 2026-05-04, review_after: 180 d}
""",
    "costs": """\
costs:
  currency: EUR
  hourly_rate: 60
  minutes_per_manual_fix: 6
  value_per_lead: 45.50
""",
    "gate": """\
gate:
  error_level: 0.01
  limits:
    - {check: consent_survives, max_violations: 0}
    - {check: records_arrive, handoff: form_to_crm, max_share: 0.02}
""",
    "loads": """\
loads:
  max_shrink: 0.3
  max_growth: 5
  min_records: 100
""",
    "answers": """\
answers:
  - item: 2-058
    asked: ada
    at: 2026-06-12
    answer: A rep may move a lead; the team lead approves it in the CRM.
    verdict: pass
    evidence: wiki page "Overrides"
  - {item: 2-067, asked: ada}
""",
}
