"""The declared stack of the company."""

from __future__ import annotations

from .stack_handoffs import HANDOFFS
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
