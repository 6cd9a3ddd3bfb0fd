"""The systems of the declared stack."""

from __future__ import annotations

SYSTEMS = """\
systems:
  - id: forms
    name: Form tool
    functions: [capture]
    role: transport
    time_zone: UTC
    owner: wim
    exclude:
      - {object: entry, when: {"Where do you work?": Corvid Analytics}, reason: tests and staff}
    tables:
      - object: entry
        files: ["forms/entries*.csv"]
        entity: submissions
        columns: {record_id: Token, submitted_at: Sent, email: Work address,
          first_name: Given name, last_name: Family name, company_name: "Where do you work?",
          phone: Telephone, country: Country}
  - id: fairs
    name: Badge scanner
    functions: [capture]
    role: transport
    time_zone: Asia/Tokyo
    owner: eva
    tables:
      - object: scan
        files: ["fairs/scans*.csv"]
        entity: submissions
        columns: {record_id: Scan, submitted_at: Scanned At, email: Work address,
          first_name: Given name, last_name: Family name, company_name: "Where do you work?",
          phone: Telephone, country: Country, form_name: Fair}
  - id: mailchimp
    name: Mailchimp
    vendor: mailchimp
    functions: [score, sync]
    role: transport
    time_zone: UTC
    owner: mia
    files: ["mailchimp/*"]
    integration_users: [Salesforce Sync]
    exclude:
      - {object: member, when: {Company: Corvid Analytics}, reason: tests and staff}
    tables:
      - object: webhook
        files: ["mailchimp/webhook_log*.csv"]
        entity: field_changes
        columns: {record_id: Call, entity_record_id: LEID, column_name: Field, old_value: Old,
          new_value: New, changed_at: Fired At, changed_by: Source}
        constants: {entity_system: mailchimp, entity_object: member}
  - id: salesforce
    name: Salesforce
    vendor: salesforce
    functions: [route, report]
    role: truth
    time_zone: Europe/Berlin
    date_order: dmy
    export: partial
    owner: ulla
    files: ["salesforce/*"]
    integration_users: [mailchimp.sync@corvid.example, lead.router@corvid.example,
      firmographic.sync@corvid.example, dialler.service@corvid.example]
    touches:
      - {object: task, when: {Subject: {starts_with: "[Sequence]"}}, is: automated}
      - {object: task, when: {IsClosed: "false"}, is: none}
      - {object: task, when: {TaskSubtype: Email, Subject: {starts_with: "RE:"}}, is: conversation}
      - {object: task, when: {TaskSubtype: Email}, is: attempt}
      - {object: task, when: {TaskSubtype: Call, CallDurationInSeconds: {gt: 0}}, is: conversation}
      - {object: task, when: {TaskSubtype: Call}, is: attempt}
      - {object: event, when: {ShowAs: Busy}, is: conversation}
    tables:
      - object: line_item
        files: ["salesforce/OpportunityLineItem*.csv"]
        entity: records
        columns: {record_id: Id}
  - id: netsuite
    name: NetSuite
    vendor: netsuite
    functions: [report]
    role: record
    time_zone: America/Los_Angeles
    date_order: mdy
    owner: fritzi
    files: ["netsuite/*"]
    tables:
      - object: customer_list
        files: ["netsuite/CustomerSearchResults*.csv"]
        entity: companies
        columns: {record_id: ID, name: Company, phone: Phone, city: City, country: Country}
      - object: customer_payment
        files: ["netsuite/CustomerPayments*.csv"]
        entity: payments
        columns: {record_id: Payment ID, customer_record_id: Customer,
          invoice_record_id: Applied To, status: Settlement, currency: Currency,
          amount: Applied Amount, paid_at: Paid On}
  - id: cards
    name: Card processor
    functions: [report]
    role: record
    time_zone: Europe/Amsterdam
    owner: fritzi
    tables:
      - object: charge
        files: ["cards/charges*.csv"]
        entity: payments
        columns: {record_id: Charge, customer_record_id: Shopper,
          invoice_record_id: Merchant Reference, status: State, currency: Currency,
          amount: Amount, fee: Commission, settled_amount: Payout,
          settled_currency: Payout Currency, paid_at: Captured At}
"""
