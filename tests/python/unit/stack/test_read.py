"""Each way a stack can be wrong, shown once with file, line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.commands.stack import summary
from docs.pages.stack_examples import EXAMPLES
from ingest.errors import UserError
from ingest.stack import load

BASE = """\
company: {name: Acme, currency: EUR}
systems:
  - {id: crm, name: CRM, vendor: salesforce, functions: [route], role: truth, owner: ada}
  - {id: map, name: MAP, vendor: marketo, functions: [score], role: record}
owners:
  - {id: ada, name: Ada, email: ada@acme.example}
calendars:
  - {id: office, time_zone: Europe/Berlin, hours: {mon: "09:00-17:00"}}
"""

# A second file, and the one problem it must give: place, what is wrong, part of what to do.
ROUTING = "routing:\n  - id: r\n    system: crm\n    object: lead\n    pools:\n"
HANDOFF = (
    "handoffs:\n  - id: h\n    name: H\n    from: {system: map, object: lead}\n"
    "    to: {system: crm, object: lead}\n    hop: in_crm\n"
)
CASES = {
    "unknown system": (
        "routing:\n  - {id: r, system: crn, object: lead}\n",
        "2:21: unknown system 'crn'",
        "did you mean 'crm'? allowed: crm, map",
    ),
    "a hop by its old name": (
        "service_levels:\n  - {id: s, hop: first_touch, within: 4 h, delay: human}\n",
        "2:18: 'hop' cannot be 'first_touch'",
        "write 'first_attempt', its new name",
    ),
    "touches of an object without activities": (
        "systems:\n  - id: two\n    name: Two\n    vendor: salesforce\n    functions: [route]\n"
        "    role: record\n    touches:\n"
        "      - {object: lead, when: {Subject: x}, is: automated}\n",
        "8:18: the records of 'lead' are no activities",
        "name an object with activities",
    ),
    "touches of an unknown object": (
        "systems:\n  - id: two\n    name: Two\n    vendor: salesforce\n    functions: [route]\n"
        "    role: record\n    touches:\n"
        "      - {object: taks, when: {Subject: x}, is: automated}\n",
        "8:18: unknown object 'taks' of system 'two'",
        "did you mean 'task'?",
    ),
    "touches of an unknown class": (
        "systems:\n  - id: two\n    name: Two\n    vendor: salesforce\n    functions: [route]\n"
        "    role: record\n    touches:\n"
        "      - {object: task, when: {Subject: x}, is: human}\n",
        "8:48: 'is' cannot be 'human'",
        "allowed: automated, attempt, conversation, none",
    ),
    "unknown owner": (
        "handoffs:\n  - id: h\n    name: H\n    from: {system: map, object: lead}\n"
        "    to: {system: crm, object: lead}\n    hop: in_crm\n    owner: adda\n",
        "7:12: unknown owner 'adda'",
        "did you mean 'ada'?",
    ),
    "unknown backup": (
        "owners:\n  - {id: bob, name: Bob, backup: eve}\n",
        "2:34: unknown owner 'eve'",
        "allowed: ada, bob",
    ),
    "unknown escalation": (
        "owners:\n  - {id: bob, name: Bob, escalation: eve}\n",
        "2:38: unknown owner 'eve'",
        "allowed: ada, bob",
    ),
    "unknown encoding": (
        "systems:\n  - {id: a, name: A, functions: [score], role: record, files: [a], "
        "encoding: cp1259}\n",
        "2:78: 'encoding': 'cp1259' is not a known encoding",
        "allowed: a codec of Python, e.g. cp1258, cp1257, cp1256",
    ),
    "unknown encoding of a table": (
        "systems:\n  - id: a\n    name: A\n    functions: [score]\n    role: record\n"
        "    tables: [{object: o, files: [a], encoding: shift-jsi}]\n",
        "6:48: 'encoding': 'shift-jsi' is not a known encoding",
        "shift_jis",
    ),
    "encoding without files": (
        "systems:\n  - {id: a, name: A, functions: [score], role: record, encoding: cp1250}\n",
        "2:5: 'systems': 'encoding' needs 'files'",
        "`encoding` with `files: [<glob>, …]`",
    ),
    "answer of an unknown person": (
        "answers:\n  - {item: 2-058, asked: eve}\n",
        "2:26: unknown owner 'eve'",
        "allowed: ada",
    ),
    "answer to no item": (
        "answers:\n  - {item: 2-999, asked: ada}\n",
        "2:12: the checklist has no item '2-999'",
        "docs/checklist-items.md lists all items",
    ),
    "two answers to one item": (
        "answers:\n  - {item: 2-058, asked: ada}\n  - {item: 2-058, asked: ada}\n",
        "3:12: item '2-058' is declared twice",
        "rename one of them",
    ),
    "answer without its day": (
        "answers:\n  - {item: 2-058, asked: ada, answer: Yes, verdict: pass}\n",
        "2:5: 'answers': 'at' is missing",
        "`at`, `answer` and `verdict` together",
    ),
    "evidence of no answer": (
        "answers:\n  - {item: 2-058, asked: ada, evidence: wiki}\n",
        "2:5: 'answers': 'at', 'answer', 'verdict' are missing",
        "a question without all three",
    ),
    "answer with an unknown verdict": (
        "answers:\n  - {item: 2-058, asked: ada, at: 2026-01-01, answer: Yes, verdict: good}\n",
        "2:69: 'verdict' cannot be 'good'",
        "allowed: pass, fail, unknown",
    ),
    "own backup": (
        "owners:\n  - {id: bob, name: Bob, backup: bob}\n",
        "2:34: 'bob' is their own backup",
        "name another person",
    ),
    "unknown service level": (
        "handoffs:\n  - id: h\n    name: H\n    from: {system: map, object: lead}\n"
        "    to: {system: crm, object: lead}\n    hop: in_crm\n    service_level: soon\n",
        "7:20: unknown service level 'soon'",
        "none is declared",
    ),
    "service level of another hop": (
        "service_levels:\n  - {id: soon, hop: won, within: 5 min, delay: system}\n"
        "handoffs:\n  - id: h\n    name: H\n    from: {system: map, object: lead}\n"
        "    to: {system: crm, object: lead}\n    hop: in_crm\n    service_level: soon\n",
        "9:20: service level 'soon' ends at 'won', but the handoff is for 'in_crm'",
        "none is declared for this hop",
    ),
    "unknown calendar": (
        "service_levels:\n  - {id: s, hop: in_crm, within: 5 min, delay: human, clock: business,"
        " calendar: ofice}\n",
        "2:82: unknown calendar 'ofice'",
        "did you mean 'office'?",
    ),
    "business clock without calendar": (
        "service_levels:\n  - {id: s, hop: in_crm, within: 5 min, delay: human, clock: business}\n",
        "2:5: 'service_levels': 'calendar' is missing",
        "`clock: business` with a calendar",
    ),
    "sense of a yes beside another kind": (
        "handoffs:\n  - id: h\n    name: H\n    from: {system: crm, object: lead}\n"
        "    to: {system: crm, object: contact}\n    hop: in_crm\n    match: identity\n"
        "    fields:\n"
        "      - {source: A, target: B, kind: boolean, source_means: opt_in}\n",
        "9:9: 'fields': 'source_means' has no effect on kind 'boolean'",
        "only beside `kind: consent`",
    ),
    "unknown hop": (
        "service_levels:\n  - {id: s, hop: in_cmr, within: 5 min, delay: human}\n",
        "2:18: 'hop' cannot be 'in_cmr'",
        "did you mean 'in_crm'?",
    ),
    "hops in the wrong order": (
        "service_levels:\n  - {id: s, from_hop: won, hop: in_crm, within: 1 d, delay: human}\n",
        "2:23: 'won' is not before 'in_crm'",
        "order of the hops: captured",
    ),
    "duration": (
        "service_levels:\n  - {id: s, hop: in_crm, within: soon, delay: human}\n",
        "2:34: 'within': 'soon' is not allowed",
        "`5 min`",
    ),
    "hours": (
        "calendars:\n  - {id: c, time_zone: UTC, hours: {tue: 9 to 5}}\n",
        "2:42: 'tue': '9 to 5' is not allowed",
        "`09:00-18:00`",
    ),
    "weekday": (
        'calendars:\n  - {id: c, time_zone: UTC, hours: {tuesday: "09:00-17:00"}}\n',
        "2:37: 'hours' cannot be 'tuesday'",
        "did you mean 'tue'? allowed: mon, tue",
    ),
    "time zone": (
        "calendars:\n  - {id: c, time_zone: Europe/Berlinn, hours: {}}\n",
        "2:24: 'time_zone': 'Europe/Berlinn' is not allowed",
        "IANA",
    ),
    "holiday": (
        "calendars:\n  - {id: c, time_zone: UTC, hours: {}, holidays: [2026-13-01]}\n",
        "2:51: 'holidays': a date is expected",
        "2026-12-25",
    ),
    "stage without meaning": (
        "lifecycle:\n  stages:\n    - {id: lead, name: Lead, order: 1}\n",
        "3:7: 'meaning' is missing",
        "allowed: open, won, lost, recycled",
    ),
    "stage with an unknown meaning": (
        "lifecycle:\n  stages:\n    - {id: lead, name: Lead, order: 1, meaning: opne}\n",
        "3:49: 'meaning' cannot be 'opne'",
        "did you mean 'open'?",
    ),
    "value of an unknown stage": (
        "lifecycle:\n  stages:\n    - {id: lead, name: Lead, order: 1, meaning: open}\n"
        "  values:\n    - {system: crm, object: lead, field: Status, map: {New: leed}}\n",
        "5:61: unknown stage 'leed'",
        "did you mean 'lead'? allowed: lead",
    ),
    "limit of an unknown handoff": (
        "gate:\n  limits:\n    - {check: leads_assigned, handoff: routing, max_violations: 0}\n",
        "3:40: unknown handoff 'routing'",
        "none is declared",
    ),
    "limit that limits nothing": (
        "gate:\n  limits:\n    - {check: leads_assigned}\n",
        "3:7: 'limits': has no limit",
        "`max_violations`, `max_share` or both",
    ),
    "limit above everything": (
        "gate:\n  limits:\n    - {check: leads_assigned, max_share: 1.5}\n",
        "3:42: 'max_share' is too large",
        "",
    ),
    "error level of nothing": (
        "gate:\n  error_level: 0\n",
        "2:16: 'error_level' is too small",
        "",
    ),
    "order that is no number": (
        "lifecycle:\n  stages:\n    - {id: lead, name: Lead, order: first, meaning: open}\n",
        "3:37: 'order': a whole number is expected",
        "`10`",
    ),
    "rule without condition": (
        "routing:\n  - id: r\n    system: crm\n    object: lead\n"
        "    rules:\n      - {id: all, order: 1, when: {}, assign: {owner: x}}\n",
        "6:35: 'when': no condition",
        "`{Id: {is_present: true}}`",
    ),
    "rule inside a table that demands two things": (
        "rules:\n  - id: r\n    name: R\n    system: crm\n    object: lead\n    then: {A: 1}\n"
        "    compare: {left: A, is: lt, right: B}\n",
        "2:5: 'rules': needs one thing that must be true",
        "one of `then`, `compare` and `sum`",
    ),
    "rule inside a table that demands nothing": (
        "rules:\n  - {id: r, name: R, system: crm, object: lead, when: {A: 1}}\n",
        "2:5: 'rules': needs one thing that must be true",
        "one of `then`, `compare` and `sum`",
    ),
    "rule inside a table of an unknown object": (
        "rules:\n  - {id: r, name: R, system: crm, object: laed, then: {A: 1}}\n",
        "2:43: unknown object 'laed' of system 'crm'",
        "did you mean 'lead'?",
    ),
    "rule inside a table of an unknown owner": (
        "rules:\n  - {id: r, name: R, system: crm, object: lead, owner: ad, then: {A: 1}}\n",
        "2:56: unknown owner 'ad'",
        "did you mean 'ada'?",
    ),
    "comparison with an unknown word": (
        "rules:\n  - id: r\n    name: R\n    system: crm\n    object: lead\n"
        "    compare: {left: A, is: before, right: B}\n",
        "6:28: 'is' cannot be 'before'",
        "allowed: eq, lt, lte, gt, gte",
    ),
    "sum of nothing": (
        "rules:\n  - id: r\n    name: R\n    system: crm\n    object: lead\n"
        "    sum: {plus: [], equals: B}\n",
        "6:17: 'plus' is empty",
        "name at least one",
    ),
    "sum of a table of an unknown system": (
        "sums:\n  - id: s\n    name: S\n"
        "    left: {system: crm, object: lead, key: Id, amount: A}\n"
        "    right: {system: mpa, object: lead, key: Id, amount: A}\n",
        "5:21: unknown system 'mpa'",
        "did you mean 'map'?",
    ),
    "sum with a tolerance below nothing": (
        "sums:\n  - id: s\n    name: S\n    tolerance: -1\n"
        "    left: {system: crm, object: lead, key: Id, amount: A}\n"
        "    right: {system: map, object: lead, key: Id, amount: A}\n",
        "4:16: 'tolerance' is too small",
        "",
    ),
    "sum of a table of an unknown object": (
        "sums:\n  - id: s\n    name: S\n"
        "    left: {system: crm, object: lead, key: Id, amount: A}\n"
        "    right: {system: map, object: laed, key: Id, amount: A}\n",
        "5:34: unknown object 'laed' of system 'map'",
        "did you mean 'lead'?",
    ),
    "customer of records that are not matched": (
        HANDOFF + "    customer: {source: A, target: B}\n",
        "7:15: customers are compared, but records are not matched",
        "add `match: {source: …, target: …}`",
    ),
    "condition with an unknown operator": (
        "routing:\n  - id: r\n    system: crm\n    object: lead\n    rules:\n"
        "      - {id: all, order: 1, when: {Size: {over: 5}}, assign: {owner: x}}\n",
        "6:43: unknown key 'over'",
        "allowed: gt, gte, in",
    ),
    "condition without an operator": (
        "routing:\n  - id: r\n    system: crm\n    object: lead\n    rules:\n"
        "      - {id: all, order: 1, when: {Size: {}}, assign: {owner: x}}\n",
        "6:42: 'Size': no operator",
        "gte",
    ),
    "condition that is no number": (
        "routing:\n  - id: r\n    system: crm\n    object: lead\n    rules:\n"
        "      - {id: all, order: 1, when: {Size: {gte: big}}, assign: {owner: x}}\n",
        "6:48: 'gte': 'big' is not allowed",
        "a number",
    ),
    "number that SQL would not read as one": (
        "routing:\n  - id: r\n    system: crm\n    object: lead\n    rules:\n"
        "      - {id: all, order: 1, when: {Size: {gte: 1e3}}, assign: {owner: x}}\n",
        "6:48: 'gte': '1e3' is not allowed",
        "a number",
    ),
    "empty condition": (
        "routing:\n  - id: r\n    system: crm\n    object: lead\n    rules:\n"
        "      - {id: all, order: 1, when: {Size: }, assign: {owner: x}}\n",
        "6:41: 'Size': text is expected",
        "write one value",
    ),
    "pool without members": (
        "routing:\n  - id: r\n    system: crm\n    object: lead\n"
        "    pools:\n      - {id: p, members: []}\n",
        "6:26: 'members' is empty",
        "name at least one",
    ),
    "member twice": (
        "routing:\n  - id: r\n    system: crm\n    object: lead\n"
        "    pools:\n      - {id: p, members: [a@b.example, A@b.example]}\n",
        "6:40: 'A@b.example' is listed twice in pool 'p'",
        "keep one",
    ),
    "unknown pool": (
        "routing:\n  - id: r\n    system: crm\n    object: lead\n"
        "    pools:\n      - {id: emea, members: [x]}\n"
        "    rules:\n      - {id: all, order: 1, when: {A: b}, assign: {pool: emae}}\n",
        "8:58: unknown pool 'emae'",
        "did you mean 'emea'? allowed: emea",
    ),
    "no target": (
        "routing:\n  - id: r\n    system: crm\n    object: lead\n"
        "    rules:\n      - {id: all, order: 1, when: {A: b}, assign: {}}\n",
        "6:51: 'assign': needs one target",
        "either `pool` or `owner`",
    ),
    "unknown object": (
        "routing:\n  - {id: r, system: crm, object: leed}\n",
        "2:34: unknown object 'leed' of system 'crm'",
        "did you mean 'lead'?",
    ),
    "unknown vendor": (
        "systems:\n  - {id: x, name: X, vendor: salesfroce, functions: [sync], role: record}\n",
        "2:30: unknown vendor 'salesfroce'",
        "did you mean 'salesforce'?",
    ),
    "neither vendor nor tables": (
        "systems:\n  - {id: x, name: X, functions: [sync], role: record}\n",
        "2:5: system 'x' has neither a vendor nor tables",
        "map its files",
    ),
    "unknown canonical column": (
        "systems:\n  - id: x\n    name: X\n    functions: [sync]\n    role: record\n    tables:\n"
        "      - {object: o, files: [o.csv], entity: people, columns: {emial: Mail}}\n",
        "7:63: people have no column 'emial'",
        "did you mean 'email'?",
    ),
    "table without entity": (
        "systems:\n  - id: x\n    name: X\n    functions: [sync]\n    role: record\n    tables:\n"
        "      - {object: o, files: [o.csv], columns: {email: Mail}}\n",
        "7:9: 'tables': 'entity' is missing",
        "people, companies",
    ),
    "table without columns": (
        "systems:\n  - id: x\n    name: X\n    functions: [sync]\n    role: record\n    tables:\n"
        "      - {object: o, files: [o.csv], entity: people}\n",
        "7:9: 'tables': maps no column",
        "record_id",
    ),
    "several headers for what is not an id": (
        "systems:\n  - id: x\n    name: X\n    functions: [sync]\n    role: record\n    tables:\n"
        "      - {object: o, files: [o.csv], entity: people, columns: {email: [Mail, Team]}}\n",
        "7:70: 'email' is not an id",
        "name one header",
    ),
    "a header twice in an id": (
        "systems:\n  - id: x\n    name: X\n    functions: [sync]\n    role: record\n    tables:\n"
        "      - {object: o, files: [o.csv], entity: people, columns: {record_id: [A, b, a ]}}\n",
        "7:74: 'record_id' names a header twice",
        "keep one of them",
    ),
    "an id of a list of one": (
        "systems:\n  - id: x\n    name: X\n    functions: [sync]\n    role: record\n    tables:\n"
        "      - {object: o, files: [o.csv], entity: people, columns: {record_id: [A]}}\n",
        "7:74: 'record_id' lists too few",
        "name at least 2",
    ),
    "glob that leaves the folder": (
        "systems:\n  - {id: x, name: X, vendor: stripe, functions: [sync], role: record,"
        " files: [/etc/*]}\n",
        "2:79: 'files' cannot be '/etc/*'",
        "below the export folder",
    ),
    "fields without a match": (
        "handoffs:\n  - id: h\n    name: H\n    from: {system: map, object: lead}\n"
        "    to: {system: crm, object: lead}\n    hop: in_crm\n"
        "    fields: [{source: email, target: Email, kind: email}]\n",
        "7:13: fields are compared, but records are not matched",
        "match: identity",
    ),
    "a number that is too small": (
        HANDOFF + "    match: identity\n    fields:\n"
        "      - {source: email, target: Email, kind: email, max_length: 0}\n",
        "9:65: 'max_length' is too small",
        "write a number of at least 1",
    ),
    "a number that is too large": (
        "lifecycle:\n  stages:\n    - {id: won, name: Won, order: 1001, meaning: won}\n",
        "3:35: 'order' is too large",
        "write a number of at most 1000",
    ),
    "target field twice": (
        "handoffs:\n  - id: h\n    name: H\n    from: {system: map, object: lead}\n"
        "    to: {system: crm, object: lead}\n    hop: in_crm\n    match: identity\n    fields:\n"
        "      - {source: email, target: Email, kind: email}\n"
        "      - {source: mail, target: email, kind: email}\n",
        "10:32: target field 'email' is listed twice",
        "keep one source",
    ),
    "member who leaves before the first day": (
        ROUTING + "      - {id: p, members: [{member: a@x.example, from: 2026-02-01,"
        " until: 2026-01-31}]}\n",
        "6:27: 'members': 'until' is before 'from'",
        "a last day on or after the first",
    ),
    "member in two periods at a time": (
        ROUTING + "      - id: p\n        members:\n"
        "          - {member: a@x.example, until: 2026-02-01}\n"
        "          - {member: A@x.example, from: 2026-02-01}\n",
        "9:13: 'A@x.example' is listed twice in pool 'p'",
        "periods that do not overlap",
    ),
    "rule that ends before it begins": (
        ROUTING + "      - {id: p, members: [a]}\n    rules:\n"
        "      - {id: r, order: 1, from: 2026-02-01, until: 2026-01-01,"
        " when: {Id: 1}, assign: {pool: p}}\n",
        "8:9: 'rules': 'until' is before 'from'",
        "a last day on or after the first",
    ),
    "identity of a company": (
        HANDOFF.replace("object: lead}\n    hop", "object: opportunity}\n    hop")
        + "    match: identity\n",
        "7:12: 'opportunity' of 'crm' gives no people",
        "match: {source",
    ),
    "sum of a text": (
        HANDOFF + "    match: {source: a, target: b}\n    cardinality: one_to_many\n    fields:\n"
        "      - {source: phone, target: Phone, kind: phone, compare: sum}\n",
        "10:62: values of kind 'phone' have no sum",
        "money, number",
    ),
    "sum of one": (
        HANDOFF + "    match: {source: a, target: b}\n    fields:\n"
        "      - {source: sum, target: Sum, kind: money, compare: sum}\n",
        "9:58: a sum needs several records on one side",
        "one_to_many",
    ),
    "several counterparts of a person": (
        HANDOFF + "    match: identity\n    cardinality: one_to_many\n",
        "8:18: without a shared id",
        "match: {source",
    ),
    "unknown kind": (
        "handoffs:\n  - id: h\n    name: H\n    from: {system: map, object: lead}\n"
        "    to: {system: crm, object: lead}\n    hop: in_crm\n    match: identity\n    fields:\n"
        "      - {source: phone, target: Phone, kind: phonr}\n",
        "9:46: 'kind' cannot be 'phonr'",
        "did you mean 'phone'?",
    ),
    "unknown match": (
        "handoffs:\n  - id: h\n    name: H\n    from: {system: map, object: lead}\n"
        "    to: {system: crm, object: lead}\n    hop: in_crm\n    match: identitty\n",
        "7:12: 'match' cannot be 'identitty'",
        "did you mean 'identity'?",
    ),
    "half a match": (
        "handoffs:\n  - id: h\n    name: H\n    from: {system: map, object: lead}\n"
        "    to: {system: crm, object: lead}\n    hop: in_crm\n    match: {source: sfdcLeadId}\n",
        "7:12: 'target' is missing",
        "add `target:`",
    ),
    "unknown key": (
        "owners:\n  - {id: bob, name: Bob, emial: b@acme.example}\n",
        "2:26: unknown key 'emial'",
        "did you mean 'email'?",
    ),
    "unknown block": ("ownres: []\n", "1:1: unknown key 'ownres'", "did you mean 'owners'?"),
    "address": (
        "owners:\n  - {id: bob, name: Bob, email: bob}\n",
        "2:33: 'email' cannot be 'bob'",
        "ada@example.com",
    ),
    "name in capitals": (
        "owners:\n  - {id: Bob, name: Bob}\n",
        "2:10: 'id' cannot be 'Bob'",
        "lower-case letters",
    ),
    "missing key": ("owners:\n  - {id: bob}\n", "2:5: 'name' is missing", "add `name:`"),
    "list expected": (
        "systems:\n  - {id: x, name: X, vendor: stripe, functions: sync, role: record}\n",
        "2:49: 'functions': a list is expected",
        "`[a, b]`",
    ),
    "mapping expected": ("costs: 5\n", "1:8: 'costs': a mapping is expected", "`key: value`"),
    "number expected": (
        "costs: {currency: EUR, hourly_rate: lots}\n",
        "1:37: 'hourly_rate': a number is expected",
        "`65`",
    ),
    "currency": (
        "costs: {currency: euro}\n",
        "1:19: 'currency' cannot be 'euro'",
        "ISO 4217",
    ),
    "declared twice": (
        "owners:\n  - {id: ada, name: Another}\n",
        "2:10: owner 'ada' is declared twice",
        "the first is at stack/a.yml:6:10",
    ),
    "key in two files": (
        "company: {name: Other}\n",
        "1:11: 'company.name' is declared twice",
        "stack/a.yml:1:11",
    ),
    "duplicate key": (
        "costs:\n  currency: EUR\n  currency: USD\n",
        "3:3: key 'currency' is written twice",
        "the first is at stack/b.yml:2:3",
    ),
    "anchor": ("costs: &c {currency: EUR}\n", "1:8: anchors and aliases", "write the value out"),
    "tag": ("costs: !!python/name:os {}\n", "1:8: tag", "remove the tag"),
    "second document": ("costs: {currency: EUR}\n---\na: 1\n", "2:1: a second document", "one"),
    "list instead of blocks": ("- a\n", "1:1: a mapping is expected", "systems:"),
    "not YAML": ("costs: {currency: EUR\nowners: []\n", "2:7: not YAML", "brackets"),
    "tab": ("costs:\n\tcurrency: EUR\n", "2:1: not YAML", "indentation"),
    "too deep": ("costs: " + "[" * 30 + "]" * 30 + "\n", "1:28: nested deeper", "flatten"),
    "secret key": (
        "systems:\n  - {id: x, name: X, vendor: stripe, functions: [sync], role: record,"
        " api_key: abc}\n",
        "2:71: looks like a secret: key 'api_key'",
        "renew",
    ),
    "secret value": (
        "owners:\n  - {id: bob, name: Bob, team: sk_live_0123456789abcdef}\n",
        "2:32: looks like a secret",
        "renew",
    ),
}


def write(folder: Path, **files: str) -> Path:
    """A stack folder with these files."""
    stack = folder / "stack"
    stack.mkdir()
    for name, text in files.items():
        (stack / f"{name}.yml").write_text(text, "utf-8")
    return stack


@pytest.mark.parametrize("name", CASES)
def test_each_fault_names_its_place(name: str, tmp_path: Path) -> None:
    text, expected, fix = CASES[name]
    with pytest.raises(UserError) as caught:
        load(write(tmp_path, a=BASE, b=text))
    problems = caught.value.problems
    shown = "\n".join(map(str, problems))
    found = [p for p in problems if f"{p.where}: {p.what}".startswith(f"stack/b.yml:{expected}")]
    assert found and fix in found[0].fix, shown
    assert len(problems) <= 2, shown


def test_all_problems_come_at_once_in_file_order(tmp_path: Path) -> None:
    names = ("unknown key", "hops in the wrong order", "stage without meaning", "unknown system")
    files = {f"f{index}": CASES[name][0] for index, name in enumerate(names)}
    with pytest.raises(UserError) as caught:
        load(write(tmp_path, a=BASE.replace("role: truth", "role: boss"), **files))
    places = [problem.where for problem in caught.value.problems]
    assert places == [
        "stack/a.yml:3:72",
        "stack/f0.yml:2:26",
        "stack/f2.yml:3:7",
        "stack/f3.yml:2:21",
    ]


def test_a_secret_is_never_repeated(tmp_path: Path) -> None:
    text = "owners:\n  - {id: bob, name: Bob, email: sk_live_0123456789abcdef}\n"
    with pytest.raises(UserError) as caught:
        load(write(tmp_path, a=BASE, b=text))
    assert "0123456789" not in str(caught.value)


@pytest.mark.parametrize("kind", ["missing", "empty"])
def test_without_a_stack_it_says_how_to_get_one(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "stack"
    if kind == "empty":
        folder.mkdir()
    with pytest.raises(UserError) as caught:
        load(folder)
    assert "handoff init FOLDER" in str(caught.value)


def test_not_utf8_names_the_line(tmp_path: Path) -> None:
    folder = write(tmp_path, a=BASE)
    (folder / "b.yml").write_bytes("costs:\n  currency: é".encode("latin-1"))
    with pytest.raises(UserError, match=r"stack/b\.yml:2:1: not UTF-8"):
        load(folder)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="larger than"):
        load(write(tmp_path, a=BASE, b="#" * 1_000_001))


def test_values_keep_their_spelling(tmp_path: Path) -> None:
    stack = load(write(tmp_path, a=EXAMPLES["company"], **EXAMPLES_BUT_COMPANY))
    rule = stack.routing[0].rules[0]
    assert rule.when["Country"] == ["Germany", "Austria"]
    more = BASE + "lifecycle:\n  stages: [{id: s, name: S, order: 1, meaning: open}]\n  values:\n"
    more += "    - {system: crm, object: lead, field: Status, map: {02139: s, NO: s, 1e3: s}}\n"
    folder = tmp_path / "more"
    folder.mkdir()
    values = load(write(folder, a=more)).lifecycle.values[0]
    assert list(values.map) == ["02139", "NO", "1e3"]


EXAMPLES_BUT_COMPANY = {key: text for key, text in EXAMPLES.items() if key != "company"}


def test_lists_of_several_files_are_joined(tmp_path: Path) -> None:
    more = "owners:\n  - {id: bob, name: Bob, backup: ada}\n"
    stack = load(write(tmp_path, a=BASE, b=more))
    assert [owner.id for owner in stack.owners] == ["ada", "bob"]
    assert stack.where("owners", 1, "backup") == "stack/b.yml:2:34"


def test_the_summary_lists_all_that_checks_judge(root: Path, tmp_path: Path) -> None:
    declared = (root / "tests/python/fixtures/declarations/stack.yml").read_text()
    folder = tmp_path / "stack"
    folder.mkdir()
    (folder / "all.yml").write_text(declared)
    lines = summary(load(folder))
    shown = {line.split()[0]: line for line in lines if line.startswith("  ")}
    assert "salesforce" in shown["crm"]
    assert "dialler/call -> crm/lead" in shown["routed"]
    assert "rule on crm/opportunity" in shown["won_is_certain"]
    assert " = sum of " in shown["lines"]


def test_the_demo_stack_is_valid(root: Path) -> None:
    assert load(root / "stack").company.name == "Northbeam Demo"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("owners: [", "1:10: not YAML"),
        ("owners:\n\t- {id: ada}\n", "2:1: not YAML"),
        ("- a\n", "1:1: a mapping is expected"),
    ],
)
def test_a_file_that_cannot_be_parsed_gives_its_own_mistake_only(
    tmp_path: Path, text: str, expected: str
) -> None:
    """What it would have declared is not reported as missing: an owner, a required block."""
    systems = BASE[BASE.index("systems:") : BASE.index("owners:")]
    folder = write(tmp_path, a=systems.replace("role: record", "role: recrd"), b=text)
    with pytest.raises(UserError) as caught:
        load(folder)
    other, own = [f"{one.where}: {one.what}" for one in caught.value.problems]
    assert other == "stack/a.yml:3:69: 'role' cannot be 'recrd'"
    assert own.startswith(f"stack/b.yml:{expected}")


def test_a_misspelt_block_hides_nothing_in_it(tmp_path: Path) -> None:
    text = BASE.replace("owners:", "ownres:").replace("email: ada@", "email: ada-").replace(
        "time_zone:", "time_zne:"
    )  # fmt: skip
    with pytest.raises(UserError) as caught:
        load(write(tmp_path, a=text))
    assert [f"{one.where}: {one.what}" for one in caught.value.problems] == [
        "stack/a.yml:5:1: unknown key 'ownres'",
        "stack/a.yml:6:33: 'email' cannot be 'ada-acme.example'",
        "stack/a.yml:8:18: unknown key 'time_zne'",
    ]
