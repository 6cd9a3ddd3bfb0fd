"""The declared stack of the company."""

from __future__ import annotations

from .stack_systems import SYSTEMS

COMPANY = """\
company:
  name: Corvid Analytics
  currency: EUR
  as_of: 2026-07-13T08:30:00Z
owners:
  - {id: wim, name: Wim Web, email: wim@corvid.example, team: web, backup: mia}
  - {id: eva, name: Eva Events, email: eva@corvid.example, team: events}
  - {id: mia, name: Mia Marketing, email: mia@corvid.example, team: marketing}
  - {id: ulla, name: Ulla Sommer, email: ulla.sommer@corvid.example, team: revops, backup: sina}
  - {id: sina, name: Sina Sales, email: sina@corvid.example, team: sales}
  - {id: fritzi, name: Fritzi Finance, email: fritzi@corvid.example, team: finance}
calendars:
  - id: hamburg
    time_zone: Europe/Berlin
    hours:
      mon: "09:00-17:00"
      tue: "09:00-17:00"
      wed: "09:00-17:00"
      thu: "09:00-17:00"
      fri: "09:00-17:00"
    holidays: [2026-04-03, 2026-04-06, 2026-05-01, 2026-05-14, 2026-05-25]
service_levels:
  - {id: form_soon, hop: in_map, within: 12 min, delay: system}
  - {id: list_soon, hop: in_map, within: 6 d, delay: system}
  - {id: crm_soon, hop: in_crm, within: 25 min, delay: system}
  - {id: owner_soon, hop: assigned, within: 4 h, clock: business, calendar: hamburg, delay: system}
  - {id: try_soon, from_hop: assigned, hop: first_attempt, within: 8 h, clock: business,
     calendar: hamburg, delay: human}
  - {id: talk_soon, from_hop: assigned, hop: first_conversation, within: 30 d, delay: human}
  - {id: invoice_soon, from_hop: won, hop: invoiced, within: 10 d, delay: human}
"""

ANSWERS = """\
      - {source: Given name, target: First Name, kind: text, authority: source}
      - {source: Family name, target: Last Name, kind: text, authority: source}
      - {source: "Where do you work?", target: Company, kind: text, authority: source}
      - {source: "What do you do there?", target: Job Title, kind: text, authority: source}
      - {source: Telephone, target: Phone Number, kind: phone, authority: source}
      - {source: Town, target: City, kind: text, authority: source}
      - {source: Country, target: Country, kind: picklist, authority: source,
         values: {Deutschland: Germany, España: Spain, 日本: Japan, Österreich: Austria}}
      - {source: "How many are you?", target: Company Size, kind: number}
"""

HANDOFFS = (
    """\
handoffs:
  - id: form_to_mailchimp
    name: Form to Mailchimp
    from: {system: forms, object: entry}
    to: {system: mailchimp, object: member}
    hop: in_map
    owner: wim
    service_level: form_soon
    match: identity
    only_when: {"What brings you here?": {not_in: [Support]}}
    fields:
      - {source: "May we write to you?", target: Status, kind: consent, authority: source,
         source_means: opt_in}
"""
    + ANSWERS
    + """\
  - id: fair_to_mailchimp
    name: Scans of a fair to Mailchimp
    from: {system: fairs, object: scan}
    to: {system: mailchimp, object: member}
    hop: in_map
    owner: eva
    service_level: list_soon
    match: identity
    fields:
"""
    + ANSWERS
    + """\
  - id: mailchimp_to_salesforce
    name: Mailchimp to Salesforce
    from: {system: mailchimp, object: member}
    to: {system: salesforce, object: lead}
    hop: in_crm
    owner: mia
    backup: ulla
    service_level: crm_soon
    match: identity
    only_when: {Source: {not_in: [Old CRM]}}
    fields:
      - {source: Email Address, target: Email, kind: email, authority: source}
      - {source: First Name, target: FirstName, kind: text, authority: source}
      - {source: Last Name, target: LastName, kind: text, authority: source}
      - {source: Company, target: Company, kind: text, authority: source}
      - {source: Job Title, target: Title, kind: text, authority: source}
      - {source: Phone Number, target: Phone, kind: phone, authority: source}
      - {source: City, target: City, kind: text, authority: source}
      - {source: Country, target: Country, kind: picklist, authority: source,
         used_for_routing: true}
      - {source: Company Size, target: NumberOfEmployees, kind: number, used_for_routing: true}
      - {source: Industry, target: Industry, kind: picklist, used_for_routing: true}
      - {source: Source, target: LeadSource, kind: picklist, used_for_routing: true}
      - {source: Status, target: HasOptedOutOfEmail, kind: consent, authority: source}
  - id: lead_assignment
    name: Lead router
    from: {system: salesforce, object: lead}
    to: {system: salesforce, object: lead}
    hop: assigned
    owner: ulla
    service_level: owner_soon
    only_when: {LeadSource: {not_in: [Old CRM]}}
  - id: first_attempt
    name: First try of a rep
    from: {system: salesforce, object: lead}
    to: {system: salesforce, object: lead}
    hop: first_attempt
    owner: sina
    service_level: try_soon
    only_when: {LeadSource: {not_in: [Old CRM]}}
  - id: first_conversation
    name: First talk with a rep
    from: {system: salesforce, object: lead}
    to: {system: salesforce, object: lead}
    hop: first_conversation
    owner: sina
    service_level: talk_soon
    only_when: {LeadSource: {not_in: [Old CRM]}}
  - id: deal_to_invoice
    name: Won deal to invoice
    from: {system: salesforce, object: opportunity}
    to: {system: netsuite, object: transaction}
    hop: invoiced
    owner: fritzi
    service_level: invoice_soon
    match: {source: Deal_Number__c, target: CRM Deal}
    cardinality: one_to_many
    only_when: {StageName: Closed Won, Billing__c: [Once, Instalments], Amount: {gt: 0}}
    customer: {source: Customer_Number__c, target: Customer ID, billed_to: Partner_Number__c}
    fields:
      - {source: Amount, target: Amount (Net), kind: money, authority: source, compare: sum}
      - {source: CurrencyIsoCode, target: Currency, kind: text, authority: source}
  - id: subscription_to_invoice
    name: Subscription to monthly invoices
    from: {system: salesforce, object: opportunity}
    to: {system: netsuite, object: transaction}
    hop: invoiced
    owner: fritzi
    service_level: invoice_soon
    match: {source: Deal_Number__c, target: CRM Deal}
    cardinality: one_to_many
    only_when: {StageName: Closed Won, Billing__c: Monthly}
    customer: {source: Customer_Number__c, target: Customer ID, billed_to: Partner_Number__c}
    fields:
      - {source: Monthly_Fee__c, target: Amount (Net), kind: money, authority: source}
  - id: collective_to_invoice
    name: Several deals on one invoice
    from: {system: salesforce, object: opportunity}
    to: {system: netsuite, object: transaction}
    hop: invoiced
    owner: fritzi
    service_level: invoice_soon
    match: {source: Invoice_Number__c, target: Document Number}
    cardinality: many_to_one
    only_when: {StageName: Closed Won, Billing__c: Collective}
    customer: {source: Customer_Number__c, target: Customer ID, billed_to: Partner_Number__c}
    fields:
      - {source: Amount, target: Amount (Net), kind: money, authority: source, compare: sum}
  - id: payment_to_invoice
    name: Payments applied to invoices
    from: {system: netsuite, object: customer_payment}
    to: {system: netsuite, object: transaction}
    owner: fritzi
    match: {source: Applied To, target: Document Number}
    cardinality: many_to_one
    only_when: {Settlement: paid}
  - id: charge_to_invoice
    name: Charges of cards to invoices
    from: {system: cards, object: charge}
    to: {system: netsuite, object: transaction}
    owner: fritzi
    match: {source: Merchant Reference, target: Document Number}
    cardinality: many_to_one
    only_when: {State: paid}
rules:
  - id: won_is_certain
    name: A won deal has a probability of 100
    system: salesforce
    object: opportunity
    owner: sina
    when: {StageName: Closed Won}
    then: {Probability: {gte: 100}}
  - id: changed_after_created
    name: A lead is changed after it was created
    system: salesforce
    object: lead
    owner: ulla
    compare: {left: CreatedDate, is: lte, right: LastModifiedDate}
  - id: net_and_tax
    name: Net and tax are the amount
    system: netsuite
    object: transaction
    owner: fritzi
    sum: {plus: [Amount (Net), Amount (Tax)], equals: Amount, tolerance: 0.01}
sums:
  - id: lines_make_the_deal
    name: The products of a won deal add up to it
    owner: sina
    tolerance: 0.01
    left: {system: salesforce, object: line_item, key: OpportunityId, amount: TotalPrice}
    right: {system: salesforce, object: opportunity, key: Id, amount: Amount,
            when: {StageName: Closed Won}}
"""
)

LIFECYCLE = """\
lifecycle:
  stages:
    - {id: new, name: New lead, order: 1, meaning: open}
    - {id: working, name: Contacted, order: 2, meaning: open}
    - {id: converted, name: Converted, order: 3, meaning: open}
    - {id: deal, name: Deal opened, order: 4, meaning: open}
    - {id: evaluated, name: Evaluation, order: 5, meaning: open}
    - {id: proposed, name: Proposed, order: 6, meaning: open}
    - {id: won, name: Won, order: 7, meaning: won}
    - {id: lost, name: Lost or disqualified, order: 90, meaning: lost}
    - {id: recycled, name: Back to marketing, order: 91, meaning: recycled}
  values:
    - system: salesforce
      object: lead
      field: Status
      map: {Open - Not Contacted: new, Working - Contacted: working,
        Closed - Converted: converted, Closed - Not Converted: lost, Nurture: recycled}
    - system: salesforce
      object: opportunity
      field: StageName
      map: {Discovery: deal, Evaluation: evaluated, Proposal: proposed, Closed Won: won,
        Closed Lost: lost}
"""

ROUTING = """\
routing:
  - id: inbound
    system: salesforce
    object: lead
    handoff: lead_assignment
    queue_max_age: 8 h
    when_blank: next_rule
    customer_leads: account_owner
    pools:
      - {id: desk, kind: queue, members: [Public Desk]}
      - {id: public, members: [rosa.keller@corvid.example, stefan.wolf@corvid.example]}
      - {id: strategic, members: [aiko.mori@corvid.example, bertil.ek@corvid.example]}
      - id: americas
        members: [carmen.ruiz@corvid.example, dwight.lane@corvid.example,
          erin.hughes@corvid.example]
      - id: dach
        members: [felix.brandt@corvid.example, greta.vogel@corvid.example,
          hannes.kuhn@corvid.example]
      - {id: austria, members: [greta.vogel@corvid.example, ines.maier@corvid.example]}
      - {id: japan, members: [jun.arai@corvid.example, kaori.endo@corvid.example]}
      - id: south
        members:
          - {member: luca.conti@corvid.example, until: 2026-04-12}
          - {member: luca.conti@corvid.example, from: 2026-05-11}
          - maelle.petit@corvid.example
          - nuria.vidal@corvid.example
          - {member: theo.ravel@corvid.example, until: 2026-03-16}
      - id: north
        members: [olaf.berg@corvid.example, pippa.hall@corvid.example, quinn.doyle@corvid.example]
    rules:
      - id: legacy
        order: 5
        when: {LeadSource: Old CRM}
        assign: {owner: quinn.doyle@corvid.example}
      - id: public
        order: 10
        when: {Industry: Public sector}
        assign: {pool: public}
      - id: strategic
        order: 20
        when: {NumberOfEmployees: {gte: 1000}}
        assign: {pool: strategic}
      - id: americas
        order: 30
        when: {Country: [United States, Canada]}
        assign: {pool: americas}
      - id: austria
        order: 35
        from: 2026-05-04
        when: {Country: Austria}
        assign: {pool: austria}
      - id: dach
        order: 40
        when: {Country: [Germany, Austria]}
        assign: {pool: dach}
      - id: japan
        order: 50
        when: {Country: Japan}
        assign: {pool: japan}
      - id: south
        order: 60
        when: {Country: [France, Italy, Spain]}
        assign: {pool: south}
      - id: north
        order: 90
        when: {Id: {is_present: true}}
        assign: {pool: north}
"""

STACK = {
    "company.yml": COMPANY,
    "systems.yml": SYSTEMS,
    "handoffs.yml": HANDOFFS,
    "lifecycle.yml": LIFECYCLE,
    "routing.yml": ROUTING,
}
