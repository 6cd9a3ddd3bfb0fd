"""The handoffs, rules and sums of the declared stack."""

from __future__ import annotations

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
